//! Entry point of the gallery, which is built for development alone.

fn main() {
    countersign::gallery::mount();
}
