//! Entry point of the bundle `embed`: the pages inside an element of another page.

use std::future::Future;
use std::pin::Pin;

use countersign::{Embedded, Later, embed_admin};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::prelude::*;

/// Which script this program goes with.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Pages in an element. Dropped, they are gone.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mounted(Embedded);

#[wasm_bindgen]
impl Mounted {
    /// Goes to a place such as `/admin/integrations/oauth`.
    pub fn navigate(&self, route: &str) {
        self.0.navigate(route);
    }

    /// Follows an address that the host changed, as by Back.
    pub fn follow(&self, route: &str) {
        self.0.follow(route);
    }

    /// Shows no more than these permissions allow, an array of strings; `undefined` is all that
    /// the server grants.
    pub fn narrow(&self, permissions: &JsValue) {
        self.0.narrow(permissions);
    }

    /// Shows the pages in another language.
    pub fn speak(&self, tag: &str) {
        self.0.speak(tag);
    }

    /// Asks again who is signed in and what they see.
    pub fn refresh(&self) {
        self.0.refresh();
    }
}

/// Puts the pages into `place`, an element that is empty. `host` is what is around it, `settings`
/// are `apiBase`, `locale`, `route` and `permissions`.
#[wasm_bindgen]
pub fn mount(place: web_sys::HtmlElement, host: JsValue, settings: &JsValue) -> Mounted {
    let fetch = || -> Pin<Box<dyn Future<Output = Option<Later>>>> {
        Box::pin(async { rest().await.ok() })
    };
    Mounted(embed_admin(place, host, settings, fetch))
}

/// What only this function needs is in a file of its own, which `cargo xtask package` makes.
#[wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "what `fallible` asks for")]
fn rest() -> Result<Later, SplitLoaderError> {
    Ok(Later::pages())
}

fn main() {}
