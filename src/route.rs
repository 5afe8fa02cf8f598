//! Every place of the application as a value. All links are made here, and all addresses are read
//! here.

use countersign_contract::list::{ListQuery, SortOrder};

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
    /// OAuth clients.
    Clients(ClientsView),
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

/// What the page of clients shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientsView {
    /// Part of name or ID.
    pub name: String,
    /// Kind on the wire, empty for all.
    pub kind: String,
    /// `name`, `dateCreated` or `authorization`.
    pub sort_by: String,
    /// Largest first.
    pub descending: bool,
    /// Page, from 1.
    pub page_number: u32,
    /// Rows a page.
    pub page_size: u32,
}

impl Default for ClientsView {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: String::new(),
            sort_by: "name".to_owned(),
            descending: false,
            page_number: 1,
            page_size: 25,
        }
    }
}

const APPLICATIONS: &str = "/admin/integrations/authorized-applications";
// No client ID: those are UUIDs.
const REQUESTS: &str = "/admin/integrations/authorized-applications/requests";
const CLIENTS: &str = "/admin/integrations/oauth";
const APPS: &str = "/apps";
const MINE: &str = "/me/applications";
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
        Self::Clients(ClientsView::default())
    }

    /// Reads an address: path and query string without `?`. A value that makes no sense leads to
    /// [`Route::NotFound`], never to a default.
    pub fn read(path: &str, query: &str) -> Self {
        let params = read_query(query);
        match path.trim_end_matches('/') {
            APPLICATIONS => read_list(&params).map_or(Self::NotFound, Self::Applications),
            CLIENTS => read_clients(&params).map_or(Self::NotFound, Self::Clients),
            REQUESTS => match params.iter().find(|(name, _)| name == "show") {
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
                    let asked = params.iter().find(|(name, _)| name == "asked");
                    Self::Review {
                        client_id: decode(id),
                        asked: asked
                            .map(|(_, ids)| countersign_contract::scope_rules::split(ids))
                            .unwrap_or_default(),
                    }
                }
                _ => Self::NotFound,
            },
        }
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
            Self::Applications(query) => with_query(APPLICATIONS, &list_params(query)),
            Self::Review { client_id, asked } => {
                let path = format!("{APPLICATIONS}/{}", encode(client_id));
                let asked = asked.join(" ");
                with_query(&path, &[("asked", asked)])
            }
            Self::Clients(view) => with_query(CLIENTS, &clients_params(view)),
            Self::Requests { handled } => {
                let show = if *handled { HANDLED } else { "" };
                with_query(REQUESTS, &[("show", show.to_owned())])
            }
            Self::Apps => APPS.to_owned(),
            Self::Mine => MINE.to_owned(),
            Self::NotFound => APPLICATIONS.to_owned(),
        }
    }
}

fn list_params(query: &ListQuery) -> Vec<(&'static str, String)> {
    let fresh = ListQuery::default();
    let unless = |same: bool, value: &str| {
        if same {
            String::new()
        } else {
            value.to_owned()
        }
    };
    vec![
        ("q", query.name.clone()),
        (
            "state",
            query
                .state
                .as_ref()
                .map(|state| state.as_str().to_owned())
                .unwrap_or_default(),
        ),
        (
            "risk",
            query
                .risk
                .as_ref()
                .map(|risk| risk.as_str().to_owned())
                .unwrap_or_default(),
        ),
        (
            "sort",
            unless(query.sort_by == fresh.sort_by, query.sort_by.as_str()),
        ),
        (
            "order",
            unless(
                query.sort_order == fresh.sort_order,
                query.sort_order.as_str(),
            ),
        ),
        (
            "page",
            unless(query.page_number == 1, &query.page_number.to_string()),
        ),
        (
            "size",
            unless(
                query.page_size == fresh.page_size,
                &query.page_size.to_string(),
            ),
        ),
    ]
}

fn read_list(params: &[(String, String)]) -> Option<ListQuery> {
    let on_the_wire = params.iter().filter_map(|(name, value)| {
        let name = match name.as_str() {
            "q" => "name",
            "state" => "state",
            "risk" => "risk",
            "sort" => "sortBy",
            "order" => "sortOrder",
            "page" => "pageNumber",
            "size" => "pageSize",
            _ => return None,
        };
        Some((name, value.as_str()))
    });
    ListQuery::from_params(on_the_wire).ok()
}

fn clients_params(view: &ClientsView) -> Vec<(&'static str, String)> {
    let fresh = ClientsView::default();
    let unless = |same: bool, value: String| if same { String::new() } else { value };
    vec![
        ("q", view.name.clone()),
        ("kind", view.kind.clone()),
        (
            "sort",
            unless(view.sort_by == fresh.sort_by, view.sort_by.clone()),
        ),
        (
            "order",
            unless(!view.descending, SortOrder::Descending.as_str().to_owned()),
        ),
        (
            "page",
            unless(view.page_number == 1, view.page_number.to_string()),
        ),
        (
            "size",
            unless(
                view.page_size == fresh.page_size,
                view.page_size.to_string(),
            ),
        ),
    ]
}

fn read_clients(params: &[(String, String)]) -> Option<ClientsView> {
    let mut view = ClientsView::default();
    for (name, value) in params {
        match name.as_str() {
            "q" => view.name.clone_from(value),
            "kind" => view.kind.clone_from(value),
            "sort" => {
                let known = ["name", "dateCreated", "authorization"].contains(&value.as_str());
                view.sort_by.clone_from(Some(value).filter(|_| known)?);
            }
            "order" => {
                view.descending = *Some(value)
                    .filter(|value| ["asc", "desc"].contains(&value.as_str()))?
                    == "desc";
            }
            "page" => view.page_number = value.parse().ok().filter(|page| *page > 0)?,
            "size" => {
                view.page_size = value.parse().ok().filter(|size| (1..=100).contains(size))?;
            }
            _ => {}
        }
    }
    Some(view)
}

/// Path with the parameters that are not empty.
pub fn with_query(path: &str, params: &[(&str, String)]) -> String {
    let query: Vec<_> = params
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// Percent-encodes everything but the unreserved characters (RFC 3986 section 2.3).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = |digit: &u8| {
            char::from(*digit)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn read_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use countersign_contract::AuthorizationState;
    use countersign_contract::list::{RiskFilter, SortBy};
    use proptest::prelude::*;

    use super::*;

    fn read(href: &str) -> Route {
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        Route::read(path, query)
    }

    proptest! {
        #[test]
        fn a_link_leads_back_to_its_place(name in ".{0,12}", page in 1u32..99, size in 1u32..=100, sort in 0usize..7) {
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
            let place = Route::Clients(ClientsView { name, page_number: page, ..ClientsView::default() });
            prop_assert_eq!(read(&place.href()), place);
        }

        #[test]
        fn any_address_is_read_without_a_panic(path in ".{0,60}", query in ".{0,60}") {
            let _ = Route::read(&path, &query);
        }
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
            "/apps/1",
            "/me",
        ] {
            assert_eq!(read(href), Route::NotFound, "{href}");
        }
    }
}
