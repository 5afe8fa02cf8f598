//! The place of the standalone pages: the address of the browser, which `leptos_router` reads and
//! changes.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Router, RouterProps};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Location;
use wasm_bindgen::JsValue;

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
        match how {
            How::Replace => replace(&href),
            How::Push => {
                if here() != href {
                    let options = NavigateOptions {
                        resolve: false,
                        ..NavigateOptions::default()
                    };
                    navigate(&href, options);
                    push_missing(&href);
                }
                // A new place starts at its top.
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    };
    let navigator = Navigator::new(Route::read_href(&here()), visit);
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

/// The same, as the browser has it now.
fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Not by the router, which keeps each address in a list and traps where a browser refuses so many
/// changes a second, as while a filter is typed.
fn replace(href: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// After Back, Forward and a replaced address the router of version 0.8 may take a new place for the
/// one that it is at, and then it does not put it into the address.
fn push_missing(href: &str) {
    if here() != href
        && let Ok(history) = window().history()
    {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(href));
    }
}
