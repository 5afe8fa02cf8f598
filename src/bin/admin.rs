//! Entry point of the bundle `admin`.

fn main() {
    countersign::mount_admin(countersign::config::Config::default());
}
