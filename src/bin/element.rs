//! Entry point of the pages inside an element of another page. It is a program beside `pages`, made of
//! the same parts, because the router and the shell would be 20 KB that no element needs.

#[path = "parts/rest.rs"]
mod rest;

use countersign::app::{Embedded, embed};
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
/// are `apiBase`, `locale`, `languages`, `route` and `permissions`.
#[wasm_bindgen]
pub fn mount(place: web_sys::HtmlElement, host: JsValue, settings: &JsValue) -> Mounted {
    Mounted(embed(place, host, settings, rest::fetch))
}

fn main() {}
