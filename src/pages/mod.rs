//! The pages: they read the place, ask the backend, and put components together.

pub mod applications;
pub mod clients;
mod columns;
mod confirm;
pub mod consent;
mod frame;
mod grants;
mod later;
mod launcher;
pub(crate) mod list_pages;
mod note_field;
mod requests;
pub mod review;
mod revoke;
mod undo;
mod write;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

pub use later::{Fetch, Later};
pub use requests::Reasons;
pub use undo::Undone;

use crate::app::{Bundle, mount};
use crate::config::Config;
use crate::embed::Embedded;
use crate::i18n::{ADMIN, PORTAL, use_i18n};
use crate::memo::Memo;
use crate::navigator::{Link, use_navigator};
use crate::route::Route;
use crate::ui::{Glyph, Notice, dynamic};

/// Which page stands for a place; a change inside a page does not make it anew.
#[derive(Clone, PartialEq, Eq)]
enum Page {
    Applications,
    Review(String),
    Clients,
    Requests,
    Apps,
    Mine,
    NotFound,
}

/// Whether a place is in the bundle of authorizations; the others are in that of the portal.
fn is_of_authorizations(route: &Route) -> bool {
    matches!(
        route,
        Route::Applications(_) | Route::Review { .. } | Route::NotFound
    )
}

/// Puts the pages of authorizations, list and review, into the element `#app` of the document.
pub fn mount_admin(config: Config) {
    let bundle = Bundle {
        english: ADMIN,
        has: is_of_authorizations,
        screen: || {
            screen(|page| match page {
                Page::Applications => view! { <applications::ApplicationsPage/> }.into_any(),
                Page::Review(client_id) => view! { <review::ReviewPage client_id/> }.into_any(),
                _ => view! { <NotFound/> }.into_any(),
            })
        },
    };
    mount(config, bundle);
}

/// Puts the other pages of the portal into the element `#app` of the document: OAuth clients,
/// approval requests, and what is for those who are no administrators.
pub fn mount_portal(config: Config) {
    let bundle = Bundle {
        english: PORTAL,
        has: |route| !is_of_authorizations(route),
        screen: || {
            screen(|page| match page {
                Page::Clients => view! { <clients::ClientsPage/> }.into_any(),
                Page::Requests => view! { <requests::RequestsPage/> }.into_any(),
                Page::Apps => view! { <launcher::AppsPage/> }.into_any(),
                Page::Mine => view! { <grants::MinePage/> }.into_any(),
                _ => view! { <NotFound/> }.into_any(),
            })
        },
    };
    mount(config, bundle);
}

/// Puts the pages of the administration into an element of another page. The code of all but the
/// list comes by `fetch`.
pub fn embed(place: HtmlElement, host: JsValue, settings: &JsValue, fetch: Fetch) -> Embedded {
    later::come_by(fetch);
    let bundle = Bundle {
        english: PORTAL,
        // Nothing leads out of the element: the host's address is the host's.
        has: |_| true,
        screen: || {
            screen(|page| match page {
                Page::Applications => view! { <applications::ApplicationsPage/> }.into_any(),
                Page::Review(_) | Page::Clients | Page::Requests => later::later(page),
                _ => view! { <NotFound/> }.into_any(),
            })
        },
    };
    crate::embed::embed(place, host, settings, bundle)
}

/// All pages in one bundle, as the gallery shows them.
#[cfg(feature = "gallery")]
pub(crate) fn everything() -> Bundle {
    Bundle {
        english: PORTAL,
        has: |_| true,
        screen: || {
            screen(|page| match page {
                Page::Applications => view! { <applications::ApplicationsPage/> }.into_any(),
                Page::Review(client_id) => view! { <review::ReviewPage client_id/> }.into_any(),
                Page::Clients => view! { <clients::ClientsPage/> }.into_any(),
                Page::Requests => view! { <requests::RequestsPage/> }.into_any(),
                Page::Apps => view! { <launcher::AppsPage/> }.into_any(),
                Page::Mine => view! { <grants::MinePage/> }.into_any(),
                Page::NotFound => view! { <NotFound/> }.into_any(),
            })
        },
    }
}

/// The page of the current place.
fn screen(of: fn(Page) -> AnyView) -> AnyView {
    let route = use_navigator().route();
    let page = Memo::new(move |_| {
        route.with(|route| match route {
            Route::Applications(_) => Page::Applications,
            Route::Review { client_id, .. } => Page::Review(client_id.clone()),
            Route::Clients(_) => Page::Clients,
            Route::Requests { .. } => Page::Requests,
            Route::Apps => Page::Apps,
            Route::Mine => Page::Mine,
            Route::NotFound => Page::NotFound,
        })
    });
    dynamic(move || of(page.get()))
}

#[component]
fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    frame::set_title(&t!(i18n, "not_found.title"));
    view! {
        <Notice glyph=Glyph::Search title=t!(i18n, "not_found.title")>
            <p class="muted">{t!(i18n, "not_found.text")}</p>
            <Link to=Route::applications()>{t!(i18n, "not_found.back")}</Link>
        </Notice>
    }
}
