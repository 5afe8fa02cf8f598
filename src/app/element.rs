//! The pages inside an element of another page: no chrome of ours, and nothing of the page around
//! is touched.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::language::LanguageSwitch;
use super::later::{self, Fetch};
use super::{Place, app};
use crate::access::Session;
use crate::api::Api;
use crate::config::Config;
use crate::host::{Host, setting};
use crate::i18n::Locale;
use crate::navigator::{How, Navigator};
use crate::route::Route;

/// Pages in an element; they go when it is dropped.
pub struct Embedded {
    parts: Parts,
    /// Unmounts when it is dropped.
    handle: Option<Box<dyn Any>>,
}

impl Drop for Embedded {
    /// The pages go now; what a request under way still needs, such as a write, goes after it.
    fn drop(&mut self) {
        self.parts.language.hide();
        if let Some(handle) = self.handle.take() {
            self.parts.api.drop_after(handle);
        }
    }
}

#[derive(Clone, Copy)]
struct Parts {
    navigator: Navigator,
    session: Session,
    language: LanguageSwitch,
    api: Api,
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

    /// Follows an address that the host changed, as by Back. Held back, it is put back.
    pub fn follow(&self, route: &str) {
        self.parts.navigator.follow(read(route));
    }

    /// Shows no more than these permissions allow; `undefined` is all that the server grants.
    pub fn narrow(&self, permissions: &JsValue) {
        self.parts.session.narrow(strings(permissions));
    }

    /// Asks again who is signed in.
    pub fn refresh(&self) {
        self.parts.session.refresh();
    }

    /// Shows the pages in another language; what is typed stays.
    pub fn speak(&self, tag: &str) {
        let locale = Locale::choose([tag]);
        self.parts.language.show(locale, None);
    }
}

/// Puts the pages into an element. `settings` are `apiBase`, `locale`, `route`, which are strings,
/// `languages`, the list of them, and perhaps `permissions`, an array of strings. The code of all but
/// the list comes by `fetch`.
pub fn embed(place: HtmlElement, host: JsValue, settings: &JsValue, fetch: Fetch) -> Embedded {
    later::come_by(fetch);
    Locale::learn(&Reflect::get(settings, &"languages".into()).unwrap_or_default());
    let config = Config {
        api_base: setting(settings, "apiBase"),
        ..Config::default()
    };
    let permissions = Reflect::get(settings, &"permissions".into()).unwrap_or_default();
    let start = read(&setting(settings, "route"));
    let locale = Locale::choose([&*setting(settings, "locale")]);
    let parts = Rc::new(Cell::new(None));
    let made = Rc::clone(&parts);
    let handle = mount_to(place, move || {
        let host = Host::new(host);
        let navigator = Navigator::of_memory(start, move |to, how| {
            let how = match how {
                How::Push => "push",
                How::Replace => "replace",
            };
            host.emit("cs-navigate", &[("route", &to.href()), ("how", how)]);
        });
        let session = Session::new(Callback::new(move |()| host.restart()));
        session.narrow(strings(&permissions));
        let pages = app(
            config,
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
            api: expect_context(),
        }));
        pages
    });
    let Some(parts) = parts.get() else {
        unreachable!("the pages were just made")
    };
    Embedded {
        parts,
        handle: Some(Box::new(handle)),
    }
}

/// An array of strings, whatever else is in it left out; `None` where it is no array.
fn strings(of: &JsValue) -> Option<Vec<String>> {
    let list = of.dyn_ref::<Array>()?;
    Some(list.iter().filter_map(|one| one.as_string()).collect())
}

/// A place by its path and query; the list where none is named.
fn read(route: &str) -> Route {
    if route.is_empty() {
        return Route::applications();
    }
    Route::read_href(route)
}
