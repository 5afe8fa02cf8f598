//! Entry point of the bundle `embed_consent`: the consent screen inside an element of another page.

use std::any::Any;

use countersign::embed_consent;
use wasm_bindgen::prelude::*;

/// Which script this program goes with.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A consent screen in an element. Dropped, it is gone.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted {
    _screen: Box<dyn Any>,
}

/// Puts the screen into `place`, an element that is empty. `host` is what is around it, `settings`
/// are strings: `apiBase`, `locale`, `french`, `request`.
#[wasm_bindgen]
pub async fn mount(place: web_sys::HtmlElement, host: JsValue, settings: JsValue) -> Mounted {
    let screen = embed_consent(place, host, settings).await;
    Mounted { _screen: screen }
}

fn main() {}
