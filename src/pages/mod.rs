//! The pages: they read the place, ask the backend, and put components together.

pub mod applications;
pub mod clients;
pub mod consent;
mod frame;
pub mod review;
mod revoke;
mod write;

use leptos::prelude::*;

use crate::components::Link;
use crate::i18n::use_i18n;
use crate::memo::Memo;
use crate::navigator::use_navigator;
use crate::route::Route;
use crate::ui::{Glyph, Notice, dynamic};

/// Which page stands for a place; a change inside a page does not make it anew.
#[derive(Clone, PartialEq, Eq)]
enum Page {
    Applications,
    Review(String),
    Clients,
    NotFound,
}

/// The page of the current place.
#[component]
pub fn Screen() -> impl IntoView {
    let route = use_navigator().route();
    let page = Memo::new(move |_| {
        route.with(|route| match route {
            Route::Applications(_) => Page::Applications,
            Route::Review { client_id, .. } => Page::Review(client_id.clone()),
            Route::Clients(_) => Page::Clients,
            Route::NotFound => Page::NotFound,
        })
    });
    dynamic(move || match page.get() {
        Page::Applications => view! { <applications::ApplicationsPage/> }.into_any(),
        Page::Review(client_id) => view! { <review::ReviewPage client_id/> }.into_any(),
        Page::Clients => view! { <clients::ClientsPage/> }.into_any(),
        Page::NotFound => view! { <NotFound/> }.into_any(),
    })
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
