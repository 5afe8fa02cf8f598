//! The consent screen as an element of another page.

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::open::{Opened, Opening, open};
use crate::config::Config;
use crate::host::{catalogue, setting};
use crate::i18n::Locale;

/// A consent screen in an element; it goes when it is dropped, after a decision that is under way.
pub struct EmbeddedConsent(Rc<Opened>);

impl std::fmt::Debug for EmbeddedConsent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("EmbeddedConsent")
            .finish_non_exhaustive()
    }
}

impl Drop for EmbeddedConsent {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Puts the screen into an element; it goes when what this gives is dropped. `settings` are
/// `apiBase`, `locale` and `request`, the id of the consent request, which are strings, and
/// `languages`, the list of them.
pub fn embed(place: HtmlElement, host: JsValue, settings: &JsValue) -> EmbeddedConsent {
    let config = Config {
        api_base: setting(settings, "apiBase"),
        ..Config::default()
    };
    Locale::learn(&Reflect::get(settings, &"languages".into()).unwrap_or_default());
    let locale = Locale::choose([&*setting(settings, "locale")]);
    let name = [locale.tag(), "/consent.json"].concat();
    EmbeddedConsent(open(Opening {
        place,
        id: setting(settings, "request"),
        locale,
        texts: None,
        url: catalogue(&host, &name, &config.locales_base),
        config,
        request: None,
        host: Some(host),
    }))
}
