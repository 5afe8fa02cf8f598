//! The pages inside an element of another page: no chrome of ours, and nothing of the page around
//! is touched.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use js_sys::Reflect;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::access::Session;
use crate::app::{Bundle, Language, Place, app};
use crate::config::Config;
use crate::host::Host;
use crate::i18n::Locale;
use crate::navigator::{How, Navigator};
use crate::route::Route;

/// Pages in an element; they go when it is dropped.
pub struct Embedded {
    parts: Parts,
    /// Unmounts when it is dropped.
    _handle: Box<dyn Any>,
}

#[derive(Clone, Copy)]
struct Parts {
    navigator: Navigator,
    session: Session,
    language: Language,
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Embedded").finish_non_exhaustive()
    }
}

impl Embedded {
    /// Goes to a place, unless unsaved work holds it back.
    pub fn navigate(&self, route: &str) {
        self.parts.navigator.go(&read(route), How::Push);
    }

    /// Asks again who is signed in.
    pub fn refresh(&self) {
        self.parts.session.refresh();
    }

    /// Shows the pages in another language; what is typed stays.
    pub fn speak(&self, tag: &str) {
        let locale = Locale::from_tag(tag).unwrap_or_default();
        self.parts.language.show(locale, None);
    }
}

/// Puts the pages of `bundle` into an element. `settings` are strings: `apiBase`, `localesBase`,
/// `locale`, `route`.
pub fn embed(place: HtmlElement, host: JsValue, settings: &JsValue, bundle: Bundle) -> Embedded {
    let setting = |name: &str| {
        let value = Reflect::get(settings, &name.into()).ok();
        value.and_then(|value| value.as_string()).unwrap_or_default()
    };
    let config = Config {
        api_base: setting("apiBase"),
        locales_base: setting("localesBase"),
    };
    let start = read(&setting("route"));
    let locale = Locale::from_tag(&setting("locale")).unwrap_or_default();
    let parts = Rc::new(Cell::new(None));
    let made = Rc::clone(&parts);
    let handle = mount_to(place, move || {
        let host = Host::new(host);
        let navigator = Navigator::of_memory(start, bundle.has, move |to, how| {
            let how = match how {
                How::Push => "push",
                How::Replace => "replace",
            };
            host.emit("cs-navigate", &[("route", &to.href()), ("how", how)]);
        });
        let session = Session::new(Callback::new(move |()| host.restart()));
        let pages = app(
            config,
            bundle,
            Place {
                navigator,
                session,
                host: Some(host),
                locale,
            },
        );
        made.set(Some(Parts {
            navigator,
            session,
            language: expect_context(),
        }));
        pages
    });
    let parts = match parts.get() {
        Some(parts) => parts,
        None => unreachable!("the pages were just made"),
    };
    Embedded {
        parts,
        _handle: Box::new(handle),
    }
}

/// A place by its path and query; the list where none is named.
fn read(route: &str) -> Route {
    if route.is_empty() {
        return Route::applications();
    }
    let (path, query) = route.split_once('?').unwrap_or((route, ""));
    Route::read(path, query)
}
