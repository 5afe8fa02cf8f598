//! Entry point of the pages: an application of its own, and an element of another page.

use std::future::Future;
use std::pin::Pin;

use countersign::app::{self, Embedded, Later};
use countersign::config::Config;
use wasm_bindgen::prelude::*;

/// Puts the pages into the element `#app` of the document.
#[wasm_bindgen]
pub fn start() {
    app::start(Config::default(), fetch);
}

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
    Mounted(app::embed(place, host, settings, fetch))
}

/// How the code comes that the first page does without. `cargo xtask` cuts a release there into a file
/// of its own; a build without the feature `cut` is one file.
fn fetch() -> Pin<Box<dyn Future<Output = Option<Later>>>> {
    Box::pin(async { rest().await.ok() })
}

/// What only this function needs is in the rest.
#[cfg(feature = "cut")]
#[leptos::wasm_split::wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "what `fallible` asks for")]
fn rest() -> Result<Later, leptos::wasm_split::SplitLoaderError> {
    Ok(Later::pages())
}

#[cfg(not(feature = "cut"))]
fn rest() -> std::future::Ready<Result<Later, std::convert::Infallible>> {
    std::future::ready(Ok(Later::pages()))
}

fn main() {}
