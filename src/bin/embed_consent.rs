//! Entry point of the bundle `embed_consent`: the consent screen inside an element of another page.

use countersign::{EmbeddedConsent, embed_consent};
use wasm_bindgen::prelude::*;

/// Which script this program goes with.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A consent screen in an element. Dropped, it is gone.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted(
    #[expect(dead_code, reason = "it is there until it is dropped")] EmbeddedConsent,
);

/// Puts the screen into `place`, an element that is empty. `host` is what is around it, `settings`
/// are strings: `apiBase`, `locale`, `french`, `request`.
#[wasm_bindgen]
pub async fn mount(place: web_sys::HtmlElement, host: JsValue, settings: JsValue) -> Mounted {
    Mounted(embed_consent(place, host, settings).await)
}

fn main() {}
