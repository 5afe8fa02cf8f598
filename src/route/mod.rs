//! Every place of the application as a value. All links are made here, and all addresses are read
//! here.

pub mod query;

use countersign_contract::list::{ClientQuery, ListQuery};
use countersign_contract::places::{APPLICATIONS, APPS, ASKED, CLIENTS, MINE, REQUESTS};
use countersign_contract::scope_rules;

use self::query::{decode, encode, from_address, read_query, to_address, with_query};

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list, with its filters, sort and page.
    Applications(ListQuery),
    /// Review of one client; `asked` are the scopes that came with a pasted URL.
    Review {
        /// Client ID.
        client_id: String,
        /// Scopes to tick.
        asked: Vec<String>,
    },
    /// OAuth clients, with their filters, sort and page.
    Clients(ClientQuery),
    /// Approval requests: the handled ones, or the open ones.
    Requests {
        /// Shows those that are handled.
        handled: bool,
    },
    /// Launcher.
    Apps,
    /// What the signed-in user allowed.
    Mine,
    /// No such place.
    NotFound,
}

/// Parameter of the requests, and its value for those that are handled.
const SHOW: &str = "show";
const HANDLED: &str = "handled";

impl Route {
    /// The list without filters.
    pub fn applications() -> Self {
        Self::Applications(ListQuery::default())
    }

    /// Review of a client.
    pub fn review(client_id: impl Into<String>) -> Self {
        Self::Review {
            client_id: client_id.into(),
            asked: Vec::new(),
        }
    }

    /// The page of clients without filters.
    pub fn clients() -> Self {
        Self::Clients(ClientQuery::default())
    }

    /// Reads an address: path and query string without `?`. A value that makes no sense leads to
    /// [`Route::NotFound`], never to a default.
    pub fn read(path: &str, query: &str) -> Self {
        let params = read_query(query);
        let value = |wanted| params.iter().find(|(name, _)| name == wanted);
        match path.trim_end_matches('/') {
            APPLICATIONS => ListQuery::from_params(from_address(&params))
                .map_or(Self::NotFound, Self::Applications),
            CLIENTS => ClientQuery::from_params(from_address(&params))
                .map_or(Self::NotFound, Self::Clients),
            REQUESTS => match value(SHOW) {
                None => Self::Requests { handled: false },
                Some((_, show)) if show == HANDLED => Self::Requests { handled: true },
                Some(_) => Self::NotFound,
            },
            APPS => Self::Apps,
            MINE => Self::Mine,
            path => match path
                .strip_prefix(APPLICATIONS)
                .and_then(|rest| rest.strip_prefix('/'))
            {
                // A dot or two would be another path of the backend.
                Some(id) if !["", ".", ".."].contains(&&*decode(id)) && !id.contains('/') => {
                    let asked = value(ASKED).map(|(_, ids)| scope_rules::split(ids));
                    Self::Review {
                        client_id: decode(id),
                        asked: asked.unwrap_or_default(),
                    }
                }
                _ => Self::NotFound,
            },
        }
    }

    /// Reads an address with its query string.
    pub fn read_href(href: &str) -> Self {
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        Self::read(path, query)
    }

    /// Whether it is a page of the administration.
    pub fn is_admin(&self) -> bool {
        !matches!(self, Self::Apps | Self::Mine)
    }

    /// The address without its query: two places with the same path are one page.
    pub fn path(&self) -> String {
        let href = self.href();
        href.split('?').next().unwrap_or_default().to_owned()
    }

    /// The address. Defaults are left out.
    pub fn href(&self) -> String {
        match self {
            Self::Applications(query) => {
                let defaults = ListQuery::default().to_params();
                with_query(APPLICATIONS, &to_address(&query.to_params(), &defaults))
            }
            Self::Review { client_id, asked } => {
                let path = format!("{APPLICATIONS}/{}", encode(client_id));
                let asked = asked.join(" ");
                with_query(&path, &[(ASKED, asked)])
            }
            Self::Clients(query) => {
                let defaults = ClientQuery::default().to_params();
                with_query(CLIENTS, &to_address(&query.to_params(), &defaults))
            }
            Self::Requests { handled } => {
                let show = if *handled { HANDLED } else { "" };
                with_query(REQUESTS, &[(SHOW, show.to_owned())])
            }
            Self::Apps => APPS.to_owned(),
            Self::Mine => MINE.to_owned(),
            Self::NotFound => APPLICATIONS.to_owned(),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use countersign_contract::list::{ClientSort, RiskFilter, SortBy, SortOrder};
    use countersign_contract::{AuthorizationState, ClientKind};
    use proptest::prelude::*;

    use super::*;

    fn read(href: &str) -> Route {
        Route::read_href(href)
    }

    proptest! {
        #[test]
        fn a_link_leads_back_to_its_place(name in ".{0,12}", page in 1u32..99, size in 1u32..=100, sort in 0usize..7, kind in 0usize..4) {
            let query = ListQuery {
                name: name.trim().to_owned(),
                state: Some(AuthorizationState::Revoked),
                risk: Some(RiskFilter::High),
                sort_by: SortBy::KNOWN[sort].clone(),
                sort_order: SortOrder::Descending,
                page_number: page,
                page_size: size,
            };
            let place = Route::Applications(query);
            prop_assert_eq!(read(&place.href()), place);
            let query = ClientQuery {
                name: name.trim().to_owned(),
                kind: ClientKind::KNOWN.get(kind).cloned(),
                sort_by: ClientSort::KNOWN[sort % 3].clone(),
                sort_order: SortOrder::KNOWN[page as usize % 2].clone(),
                page_number: page,
                page_size: size,
            };
            let place = Route::Clients(query);
            prop_assert_eq!(read(&place.href()), place);
        }

        #[test]
        fn any_address_is_read_without_a_panic(path in ".{0,60}", query in ".{0,60}") {
            let _ = Route::read(&path, &query);
        }
    }

    /// For it the rest of the program is not fetched at once.
    #[test]
    fn the_page_names_the_place_that_comes_first() {
        let page = include_str!("../../index.html");
        assert!(page.contains(&format!("data-first=\"{}\"", Route::applications().href())));
    }

    #[test]
    fn an_id_of_dots_is_no_place() {
        for id in [".", "..", "%2e%2e"] {
            let path = format!("{APPLICATIONS}/{id}");
            assert_eq!(Route::read(&path, ""), Route::NotFound, "{id}");
        }
    }

    #[test]
    fn the_addresses_are_these() {
        let asked = Route::Review {
            client_id: "a/b".to_owned(),
            asked: vec!["x".to_owned(), "y:z".to_owned()],
        };
        assert_eq!(
            Route::applications().href(),
            "/admin/integrations/authorized-applications"
        );
        assert_eq!(Route::clients().href(), "/admin/integrations/oauth");
        assert_eq!(
            asked.href(),
            "/admin/integrations/authorized-applications/a%2Fb?asked=x%20y%3Az"
        );
        assert_eq!(read(&asked.href()), asked);
        for (place, href) in [
            (
                Route::Requests { handled: false },
                "/admin/integrations/authorized-applications/requests",
            ),
            (
                Route::Requests { handled: true },
                "/admin/integrations/authorized-applications/requests?show=handled",
            ),
            (Route::Apps, "/apps"),
            (Route::Mine, "/me/applications"),
        ] {
            assert_eq!((place.href().as_str(), read(href)), (href, place));
        }
        assert_eq!(
            read("/admin/integrations/authorized-applications/"),
            Route::applications()
        );
    }

    #[test]
    fn nonsense_is_not_found_and_never_a_default() {
        for href in [
            "/",
            "/admin",
            "/admin/integrations/authorized-applications-archive",
            "/admin/integrations/authorized-applications?page=0",
            "/admin/integrations/authorized-applications?size=1000",
            "/admin/integrations/authorized-applications?state=Nope",
            "/admin/integrations/authorized-applications/a/b",
            "/admin/integrations/authorized-applications/requests/1",
            "/admin/integrations/authorized-applications/requests?show=all",
            "/admin/integrations/oauth?order=up",
            "/admin/integrations/oauth?page=0",
            "/admin/integrations/oauth?size=1000",
            "/admin/integrations/oauth?sort=state",
            "/admin/integrations/oauth?kind=Nope",
            "/apps/1",
            "/me",
        ] {
            assert_eq!(read(href), Route::NotFound, "{href}");
        }
    }
}
