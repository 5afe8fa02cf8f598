//! The place of the standalone pages: the address of the browser, which `leptos_router` reads and
//! changes.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Router, RouterProps};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Location;

use super::{How, Navigator};
use crate::erased::effect_now;
use crate::route::Route;

/// Makes `pages` with a navigator over the address of the browser.
pub fn with_navigator(pages: impl FnOnce(Navigator) -> AnyView + Send + 'static) -> AnyView {
    let children = TypedChildren::to_children(move || pages(navigator()));
    Router(RouterProps::builder().children(children).build()).into_any()
}

/// Needs a router around it.
fn navigator() -> Navigator {
    let location = use_location();
    let navigate = use_navigate();
    let visit = move |route: &Route, how: How| {
        let href = route.href();
        let is_new = how == How::Push;
        let options = NavigateOptions {
            resolve: false,
            replace: !is_new,
            // A new place starts at its top.
            scroll: is_new,
            ..NavigateOptions::default()
        };
        navigate(&href, options);
        if is_new {
            push_missing(&href);
        }
    };
    let navigator = Navigator::new(Route::read_href(&address(&location)), visit);
    effect_now(move || navigator.follow_href(&address(&location)));
    navigator
}

/// Path and query of the browser's address. Tracked.
fn address(location: &Location) -> String {
    let (path, query) = (location.pathname.get(), location.search.get());
    if query.is_empty() {
        path
    } else {
        [&path, "?", &query].concat()
    }
}

/// After Back and Forward the router of version 0.8 may take a new place for the one that it is at,
/// and then it does not put it into the address.
fn push_missing(href: &str) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let is_there = path + &location.search().unwrap_or_default() == href;
    if let Ok(history) = window().history()
        && !is_there
    {
        // Refused only where there are too many changes a second; the page is shown all the same.
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(href));
    }
}
