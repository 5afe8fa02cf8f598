//! The pages of the application, each said once: menus, gates, titles, the element and the gallery
//! read this table. docs/architecture.md tells how to add one.

use countersign_contract::{Feature, permission};
use leptos::prelude::*;

use super::later::later;
use crate::access::{Featured, Gate, use_backend, use_session};
use crate::host::use_host;
use crate::i18n::{Key, use_i18n};
use crate::memo::Memo;
use crate::navigator::use_navigator;
use crate::pages::frame::{Breadcrumb, set_title};
use crate::pages::{applications, not_found};
use crate::route::Route;
use crate::ui::dynamic;

/// A page.
pub struct Screen {
    /// Which one it is.
    pub name: Name,
    /// The title of the document.
    pub title: Key,
    /// Who sees it.
    pub gate: Gated,
    /// The feature of the backend that it needs.
    pub feature: Option<Feature>,
    /// Its entry in a menu.
    pub menu: Menu,
    /// Where its menu entry leads.
    pub home: fn() -> Route,
    /// Where its code is.
    pub code: Code,
}

/// Names a page. The table is in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The list of authorizations.
    Applications,
    /// The review of one client.
    Review,
    /// Approval requests.
    Requests,
    /// OAuth clients.
    Clients,
    /// The launcher.
    Apps,
    /// What the signed-in user allowed.
    Mine,
    /// No such page.
    NotFound,
}

/// Who sees a page.
pub enum Gated {
    /// Everybody.
    No,
    /// Who is signed in.
    SignedIn,
    /// Who has a permission. The text says what the page is, as the subject of a sentence.
    Permission(&'static str, Key),
}

/// The menu entry of a page.
pub enum Menu {
    /// In the menus of the administration.
    Admin(Key),
    /// Among the pages of one's own.
    Own(Key),
    /// None: it belongs to the entry of another page.
    Under(Name),
    /// None.
    No,
}

/// Where the code of a page is.
pub enum Code {
    /// In the first part of the program, so that the page is there at once.
    First(fn() -> AnyView),
    /// In the rest of the program, see `later.rs`.
    Later,
}

/// All pages.
pub static SCREENS: [Screen; 7] = [
    Screen {
        name: Name::Applications,
        title: catalogue_key!("nav.applications"),
        gate: Gated::Permission(
            permission::AUTHORIZE_CLIENTS,
            catalogue_key!("nav.applications"),
        ),
        feature: None,
        menu: Menu::Admin(catalogue_key!("nav.applications")),
        home: Route::applications,
        code: Code::First(|| view! { <applications::ApplicationsPage/> }.into_any()),
    },
    Screen {
        name: Name::Review,
        title: catalogue_key!("review.title"),
        gate: Gated::Permission(
            permission::AUTHORIZE_CLIENTS,
            catalogue_key!("nav.applications"),
        ),
        feature: None,
        menu: Menu::Under(Name::Applications),
        home: Route::applications,
        code: Code::Later,
    },
    Screen {
        name: Name::Requests,
        title: catalogue_key!("nav.requests"),
        gate: Gated::Permission(
            permission::AUTHORIZE_CLIENTS,
            catalogue_key!("nav.requests"),
        ),
        feature: Some(Feature::Requests),
        menu: Menu::Admin(catalogue_key!("nav.requests")),
        home: || Route::Requests { handled: false },
        code: Code::Later,
    },
    Screen {
        name: Name::Clients,
        title: catalogue_key!("clients.title"),
        gate: Gated::Permission(permission::VIEW_CLIENTS, catalogue_key!("clients.what")),
        feature: None,
        menu: Menu::Admin(catalogue_key!("nav.oauth")),
        home: Route::clients,
        code: Code::Later,
    },
    Screen {
        name: Name::Apps,
        title: catalogue_key!("nav.apps"),
        gate: Gated::SignedIn,
        feature: Some(Feature::Apps),
        menu: Menu::Own(catalogue_key!("nav.apps")),
        home: || Route::Apps,
        code: Code::Later,
    },
    Screen {
        name: Name::Mine,
        title: catalogue_key!("nav.mine"),
        gate: Gated::SignedIn,
        feature: Some(Feature::Grants),
        menu: Menu::Own(catalogue_key!("nav.mine")),
        home: || Route::Mine,
        code: Code::Later,
    },
    Screen {
        name: Name::NotFound,
        title: catalogue_key!("not_found.title"),
        gate: Gated::No,
        feature: None,
        menu: Menu::No,
        home: Route::applications,
        code: Code::First(|| view! { <not_found::NotFound/> }.into_any()),
    },
];

impl Name {
    /// The page of a place.
    fn of(route: &Route) -> Self {
        match route {
            Route::Applications(_) => Self::Applications,
            Route::Review { .. } => Self::Review,
            Route::Requests { .. } => Self::Requests,
            Route::Clients(_) => Self::Clients,
            Route::Apps => Self::Apps,
            Route::Mine => Self::Mine,
            Route::NotFound => Self::NotFound,
        }
    }
}

impl Screen {
    /// A page by its name.
    pub fn named(name: Name) -> &'static Self {
        &SCREENS[name as usize]
    }

    /// The page of a place.
    pub fn of(route: &Route) -> &'static Self {
        Self::named(Name::of(route))
    }

    /// Whether the user may see it and the backend has it; not while that is unknown. Tracked.
    pub fn is_open(&self) -> bool {
        let has = |feature| use_backend().has(feature) == Some(true);
        let may = match self.gate {
            Gated::No | Gated::SignedIn => true,
            Gated::Permission(permission, _) => use_session().may(permission) == Some(true),
        };
        may && self.feature.as_ref().is_none_or(has)
    }

    /// Whether its menu entry stands for a place.
    pub fn is_at(&self, route: &Route) -> bool {
        let at = Self::of(route);
        at.name == self.name || matches!(at.menu, Menu::Under(name) if name == self.name)
    }

    /// The page behind its gates.
    fn view(&'static self, subject: String) -> AnyView {
        let i18n = use_i18n();
        set_title(&i18n.raw(self.title));
        let page = move || match self.code {
            Code::First(view) => view(),
            Code::Later => later(self.name, &subject),
        };
        let page = move || match self.feature.clone() {
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
        let gated = match self.gate {
            Gated::No => return page(),
            Gated::SignedIn => view! { <Gate>{page()}</Gate> }.into_any(),
            Gated::Permission(needs, what) => {
                view! { <Gate needs what=i18n.raw(what)>{page()}</Gate> }.into_any()
            }
        };
        match self.menu {
            Menu::Admin(name) => {
                let here = i18n.raw(name).into_any();
                vec![view! { <Breadcrumb here/> }.into_any(), gated].into_any()
            }
            _ => gated,
        }
    }
}

/// The page of the current place. A change inside a page does not make it anew.
pub fn current() -> AnyView {
    let route = use_navigator().route();
    // The pages of one's own are the host's.
    let is_embedded = use_host().is_some();
    let shown = Memo::new(move |_| {
        route.with(|route| match route {
            Route::Review { client_id, .. } => (Name::Review, client_id.clone()),
            route if is_embedded && !route.is_admin() => (Name::NotFound, String::new()),
            route => (Name::of(route), String::new()),
        })
    });
    dynamic(move || {
        let (name, subject) = shown.get();
        Screen::named(name).view(subject)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_stands_at_its_name() {
        for (at, screen) in SCREENS.iter().enumerate() {
            assert_eq!(screen.name as usize, at);
        }
    }

    #[test]
    fn every_menu_entry_leads_to_its_page() {
        for screen in &SCREENS {
            let home = (screen.home)();
            match screen.menu {
                Menu::Admin(_) | Menu::Own(_) => {
                    assert_eq!(Name::of(&home), screen.name);
                    assert!(screen.is_at(&home));
                    assert_eq!(home.is_admin(), matches!(screen.menu, Menu::Admin(_)));
                }
                Menu::Under(name) => assert!(Screen::named(name).is_at(&Route::review("x"))),
                Menu::No => {}
            }
        }
    }

    #[test]
    fn every_page_but_the_last_has_a_gate() {
        for screen in &SCREENS {
            let is_open = matches!(screen.gate, Gated::No);
            assert_eq!(is_open, screen.name == Name::NotFound);
        }
    }
}
