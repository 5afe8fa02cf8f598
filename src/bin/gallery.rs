//! Entry point of the gallery, which is built for development alone.

use wasm_bindgen::prelude::*;

/// Puts the gallery into the element `#app` of the document.
#[wasm_bindgen]
pub fn start() {
    countersign::gallery::mount();
}

fn main() {}
