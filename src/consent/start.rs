//! The page `consent.html`: what the server wrote into it, its language, and the screen.

use std::collections::BTreeMap;

use countersign_contract::ConsentRequest;
use countersign_contract::inlined::{CONSENT_REQUEST, CONSENT_TEXTS};
use countersign_contract::places::REQUEST_ID;
use leptos::mount::mount_to;
use leptos::prelude::window;
// Not that of leptos, which `mount_to` makes ready.
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::page::{Props, consent_page};
use crate::api::{fetch_texts, read};
use crate::config::Config;
use crate::i18n::{CONSENT, Catalogue, I18n, Locale, pairs};
use crate::{document, preferences};

/// Puts the consent screen into the element `#app` of the document. The id of the request is the
/// parameter `request` of the address.
pub fn start(config: Config) {
    document::tell_panics();
    let Some(place) = document::place() else {
        return;
    };
    document::learn_languages();
    preferences::show_theme(preferences::theme());
    spawn_local(async move {
        let page_locale = page_locale();
        let inlined = document::data(CONSENT_TEXTS).and_then(|texts| pairs(&texts));
        let locale = preferences::chosen_locale().unwrap_or_else(|| match inlined {
            Some(_) => page_locale.unwrap_or_default(),
            None => preferences::locale(),
        });
        let texts = match inlined {
            _ if locale == Locale::ENGLISH => Some(BTreeMap::new()),
            Some(texts) if page_locale == Some(locale) => Some(texts),
            _ => {
                let base = &config.locales_base;
                fetch_texts(&[base, "/", locale.tag(), "/consent.json"].concat()).await
            }
        };
        // A catalogue that is not to be had leaves the page English.
        let (locale, texts) = match texts {
            Some(texts) => (locale, texts),
            None => (Locale::ENGLISH, BTreeMap::new()),
        };
        document::speak(locale);
        // What the server wrote has its texts in the language that it took the page for.
        let request = request().filter(|_| page_locale == Some(locale));
        show(place, config, I18nParts { locale, texts }, request);
    });
}

struct I18nParts {
    locale: Locale,
    texts: BTreeMap<String, String>,
}

fn show(place: HtmlElement, config: Config, parts: I18nParts, request: Option<ConsentRequest>) {
    let id = parameter(REQUEST_ID).unwrap_or_default();
    // Another request than the address names is not shown.
    let request = request.filter(|request| request.id == id);
    let root = place.clone();
    // Leptos owns the signals; the elements are made by hand.
    let screen = move || {
        let i18n = I18n::new(parts.locale, Catalogue::new(CONSENT, parts.texts));
        let props = Props {
            id,
            config,
            i18n,
            request,
            host: None,
        };
        let _ = consent_page(&root, props);
    };
    mount_to(place, screen).forget();
    document::remove_splash();
}

/// The language in which the server wrote into the page; it may have left the page's own alone.
fn page_locale() -> Option<Locale> {
    let texts = leptos::prelude::document().get_element_by_id(CONSENT_TEXTS);
    let tag = texts
        .or_else(|| leptos::prelude::document().document_element())
        .and_then(|element| element.get_attribute("lang"));
    tag.as_deref().and_then(Locale::from_tag)
}

fn request() -> Option<ConsentRequest> {
    read(document::data(CONSENT_REQUEST)?).ok()
}

fn parameter(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}
