//! Entry point of the consent screen: the page `consent.html`, and an element of another page.

use countersign::config::Config;
use countersign::consent::{self, EmbeddedConsent};
use wasm_bindgen::prelude::*;

/// Which script this program goes with.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Puts the screen into the element `#app` of the document.
#[wasm_bindgen]
pub fn start() {
    consent::start(Config::default());
}

/// A consent screen in an element. Dropped, it is gone.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted(
    #[expect(dead_code, reason = "it is there until it is dropped")] EmbeddedConsent,
);

/// Puts the screen into `place`, an element that is empty. `host` is what is around it, `settings`
/// are `apiBase`, `locale`, `languages` and `request`.
#[wasm_bindgen]
pub fn mount(place: web_sys::HtmlElement, host: JsValue, settings: &JsValue) -> Mounted {
    Mounted(consent::embed(place, host, settings))
}

fn main() {}
