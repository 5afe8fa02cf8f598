//! The pages of the application, each said once: menus, gates, titles, the element and the gallery
//! read this table. docs/architecture.md tells how to add one.

use countersign_contract::{Feature, permission};
use leptos::prelude::*;

use crate::access::{use_backend, use_session};
use crate::i18n::Key;
use crate::pages::{applications, not_found};
use crate::route::Route;

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

/// The table.
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
    pub fn of(route: &Route) -> Self {
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
