//! Entry point of the pages, as an application of its own.

#[path = "parts/rest.rs"]
mod rest;

use countersign::{app, config::Config};
use wasm_bindgen::prelude::*;

/// Puts the pages into the element `#app` of the document.
#[wasm_bindgen]
pub fn start() {
    app::start(Config::default(), rest::fetch);
}

fn main() {}
