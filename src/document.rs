//! The document of a standalone page: what the programs read from it before they show anything, and
//! what they write.

use countersign_contract::inlined::LANGUAGES;
use leptos::prelude::document;
#[cfg(debug_assertions)]
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::i18n::Locale;

/// Tells the page's own script of a panic: the instance is poisoned, so it puts a static card in
/// its place. In a release a panic is a trap, which the script hears of by itself.
#[cfg(not(debug_assertions))]
pub fn tell_panics() {}

/// The same, with the words of the panic.
#[cfg(debug_assertions)]
pub fn tell_panics() {
    std::panic::set_hook(Box::new(|info| {
        leptos::logging::error!("{info}");
        if let Ok(event) = web_sys::Event::new("countersign-panic") {
            let _ = window().dispatch_event(&event);
        }
    }));
}

/// The element that the program mounts into.
pub fn place() -> Option<HtmlElement> {
    let place = document()
        .get_element_by_id("app")
        .and_then(|place| place.dyn_into().ok());
    if place.is_none() {
        leptos::logging::error!("Countersign: the page has no element #app to mount into.");
    }
    place
}

/// JSON that the server wrote into the page, if it did.
pub fn data(id: &str) -> Option<JsValue> {
    let text = document().get_element_by_id(id)?.text_content()?;
    js_sys::JSON::parse(&text).ok()
}

/// Takes the list of languages, which `boot.js` put into the page if the server did not.
pub fn learn_languages() {
    if let Some(list) = data(LANGUAGES) {
        Locale::learn(&list);
    }
}

/// Says in which language the document is, and in which direction it runs.
pub fn speak(locale: Locale) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", locale.tag());
        let _ = root.set_attribute("dir", locale.direction());
    }
}

/// Removes what was painted before the program was here.
pub fn remove_splash() {
    if let Some(splash) = document().get_element_by_id("splash") {
        splash.remove();
    }
}
