//! The page that is on screen, behind its gates.

use leptos::prelude::*;

use super::later::later;
use super::screens::{Code, Gated, Menu, Name, Screen};
use crate::access::{Featured, Gate};
use crate::erased::Derived;
use crate::host::use_host;
use crate::i18n::use_i18n;
use crate::navigator::use_navigator;
use crate::pages::frame::{Breadcrumb, set_title};
use crate::pages::not_found;
use crate::route::Route;
use crate::ui::dynamic;

/// The page of the current place. A change inside a page does not make it anew.
pub fn current() -> AnyView {
    let route = use_navigator().route();
    // The pages of one's own are the host's.
    let is_embedded = use_host().is_some();
    let shown = Derived::new(move |_| {
        route.with(|route| match route {
            Route::Review { client_id, .. } => (Name::Review, client_id.clone()),
            route if is_embedded && !route.is_admin() => (Name::NotFound, String::new()),
            route => (Name::of(route), String::new()),
        })
    });
    dynamic(move || {
        let (name, subject) = shown.get();
        view(Screen::named(name), subject)
    })
}

/// The page behind its gates.
fn view(screen: &'static Screen, subject: String) -> AnyView {
    let i18n = use_i18n();
    set_title(&i18n.raw(screen.title));
    let page = move || match screen.code {
        Code::First(view) => view(),
        Code::Later => later(screen.name, &subject),
    };
    let page = move || match screen.feature.clone() {
        None => page(),
        Some(feature) => {
            let page = page.clone();
            view! {
                <Featured feature without=ViewFn::from(|| view! { <not_found::NotFound/> })>
                    {page()}
                </Featured>
            }
            .into_any()
        }
    };
    let gated = match screen.gate {
        Gated::No => return page(),
        Gated::SignedIn => view! { <Gate>{page()}</Gate> }.into_any(),
        Gated::Permission(needs, what) => {
            view! { <Gate needs what=i18n.raw(what)>{page()}</Gate> }.into_any()
        }
    };
    match screen.menu {
        Menu::Admin(name) => {
            let here = i18n.raw(name).into_any();
            vec![view! { <Breadcrumb here/> }.into_any(), gated].into_any()
        }
        _ => gated,
    }
}
