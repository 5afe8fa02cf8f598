//! Entry point of the bundle `consent`.

fn main() {
    countersign::mount_consent(countersign::config::Config::default());
}
