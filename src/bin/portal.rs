//! Entry point of the bundle `portal`.

fn main() {
    countersign::mount_portal(countersign::config::Config::default());
}
