//! The consent screen as an element of another page.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Reflect;
use leptos::mount::mount_to;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::page::{Props, consent_page};
use crate::api::{Api, fetch_texts};
use crate::config::Config;
use crate::host::{Host, catalogue, setting};
use crate::i18n::{CONSENT, Catalogue, I18n, Locale};

/// A consent screen in an element; it goes when it is dropped, after a decision that is under way.
pub struct EmbeddedConsent {
    api: Option<Api>,
    /// Unmounts when it is dropped.
    handle: Option<Box<dyn Any>>,
}

impl std::fmt::Debug for EmbeddedConsent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("EmbeddedConsent")
            .finish_non_exhaustive()
    }
}

impl Drop for EmbeddedConsent {
    fn drop(&mut self) {
        if let (Some(api), Some(handle)) = (self.api, self.handle.take()) {
            api.drop_after(handle);
        }
    }
}

/// Puts the screen into an element; it goes when what this gives is dropped. `settings` are
/// `apiBase`, `locale` and `request`, the id of the consent request, which are strings, and
/// `languages`, the list of them.
pub async fn embed(place: HtmlElement, host: JsValue, settings: JsValue) -> EmbeddedConsent {
    let config = Config {
        api_base: setting(&settings, "apiBase"),
        ..Config::default()
    };
    Locale::learn(&Reflect::get(&settings, &"languages".into()).unwrap_or_default());
    let locale = Locale::choose([&*setting(&settings, "locale")]);
    let texts = if locale == Locale::ENGLISH {
        Some(BTreeMap::new())
    } else {
        let name = [locale.tag(), "/consent.json"].concat();
        fetch_texts(&catalogue(&host, &name, &config.locales_base)).await
    };
    // A catalogue that is not to be had leaves the screen English.
    let (locale, mut texts) = match texts {
        Some(texts) => (locale, texts),
        None => (Locale::ENGLISH, BTreeMap::new()),
    };
    let root = place.clone();
    let api = Rc::new(Cell::new(None));
    let made = Rc::clone(&api);
    let screen = move || {
        let host = Host::new(host);
        host.speak(locale);
        host.put_messages(CONSENT, locale, &mut texts);
        let props = Props {
            id: setting(&settings, "request"),
            config,
            i18n: I18n::new(locale, Catalogue::new(CONSENT, texts)),
            request: None,
            host: Some(host),
        };
        made.set(consent_page(&root, props));
        host.emit("cs-ready", &[]);
    };
    let handle = mount_to(place, screen);
    EmbeddedConsent {
        api: api.take(),
        handle: Some(Box::new(handle)),
    }
}
