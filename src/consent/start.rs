//! The page `consent.html`: what the server wrote into it, its language, and the screen.

use countersign_contract::ConsentRequest;
use countersign_contract::inlined::{CONSENT_REQUEST, CONSENT_TEXTS};
use countersign_contract::places::REQUEST_ID;
use leptos::prelude::{document as page, window};

use super::open::{Opening, open};
use crate::api::read;
use crate::config::Config;
use crate::i18n::{Locale, pairs};
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
    let page_locale = page_locale();
    let texts = document::data(CONSENT_TEXTS).and_then(|texts| pairs(&texts));
    let locale = preferences::chosen_locale().unwrap_or_else(|| match texts {
        Some(_) => page_locale.unwrap_or_default(),
        None => preferences::locale(),
    });
    let id = parameter(REQUEST_ID).unwrap_or_default();
    // Another request than the address names is not shown.
    let request = request().filter(|request| request.id == id);
    let url = [&config.locales_base, "/", locale.tag(), "/consent.json"].concat();
    let opened = open(Opening {
        place,
        config,
        id,
        locale,
        texts: texts.filter(|_| page_locale == Some(locale)),
        url,
        // The server wrote it in the language that it took the page for.
        request: page_locale.zip(request),
        host: None,
    });
    opened.keep();
}

/// The language in which the server wrote into the page; it may have left the page's own alone.
fn page_locale() -> Option<Locale> {
    let texts = page().get_element_by_id(CONSENT_TEXTS);
    let tag = texts
        .or_else(|| page().document_element())
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
