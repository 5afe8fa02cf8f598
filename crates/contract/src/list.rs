//! The list of authorizations: its query (feature `paging`), and what the query means.
//!
//! [`apply`] is the meaning as a pure function. The reference server answers the same in SQL (a
//! test holds the two together), and the component uses it where a backend has no `paging`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::order::sorted;
use crate::scope_rules::highest_risk;
use crate::{AuthorizationState, MAX_PAGE_SIZE, OAuthAuthorization, OAuthScope, Paged, Risk};

open_enum! {
    /// Column that a list is sorted by.
    SortBy {
        /// Name of the application.
        Name = "name",
        /// State, in the order Requested, Authorized, Revoked.
        State = "state",
        /// Number of scopes.
        Scopes = "scopes",
        /// Number of roles.
        Roles = "roles",
        /// Last change.
        DateModified = "dateModified",
        /// Last use of a token; never used is oldest.
        LastUsed = "lastUsed",
        /// Name of who decided last.
        CreatedBy = "createdBy",
    }
}

open_enum! {
    /// Direction of a sort.
    SortOrder {
        /// Smallest first.
        Ascending = "asc",
        /// Largest first.
        Descending = "desc",
    }
}

open_enum! {
    /// Filter by the highest risk among an authorization's scopes.
    RiskFilter {
        /// At least one high-risk scope.
        High = "high",
        /// At least one scope of medium or high risk.
        Medium = "medium",
        /// Any scopes, none of them above low risk.
        Low = "low",
    }
}

impl RiskFilter {
    /// Whether an authorization whose highest risk is `highest` passes.
    pub fn admits(&self, highest: Option<&Risk>) -> bool {
        match self {
            Self::High => highest == Some(&Risk::High),
            Self::Medium => matches!(highest, Some(Risk::Medium | Risk::High)),
            Self::Low => !matches!(highest, Some(Risk::Medium | Risk::High)),
            Self::Other(_) => false,
        }
    }
}

/// Query of the list. [`Default`] is the first 25 by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Part of name or client ID, any case; empty for all.
    pub name: String,
    /// Only this state.
    pub state: Option<AuthorizationState>,
    /// Only this risk.
    pub risk: Option<RiskFilter>,
    /// Column.
    pub sort_by: SortBy,
    /// Direction. Pending ones come first whatever the sort.
    pub sort_order: SortOrder,
    /// Page, from 1.
    pub page_number: u32,
    /// Most entities a page, 1 to [`MAX_PAGE_SIZE`].
    pub page_size: u32,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            name: String::new(),
            state: None,
            risk: None,
            sort_by: SortBy::Name,
            sort_order: SortOrder::Ascending,
            page_number: 1,
            page_size: 25,
        }
    }
}

impl ListQuery {
    /// The query as parameters of `GET /oauth/authorizations`, in a fixed order, not encoded.
    /// `pageNumber` and `pageSize` are always there: without paging parameters the answer would
    /// be the whole list.
    pub fn to_params(&self) -> Vec<(&'static str, String)> {
        let mut params = vec![
            ("pageNumber", self.page_number.to_string()),
            ("pageSize", self.page_size.to_string()),
            ("sortBy", self.sort_by.as_str().to_owned()),
            ("sortOrder", self.sort_order.as_str().to_owned()),
        ];
        if !self.name.trim().is_empty() {
            params.push(("name", self.name.trim().to_owned()));
        }
        if let Some(state) = &self.state {
            params.push(("state", state.as_str().to_owned()));
        }
        if let Some(risk) = &self.risk {
            params.push(("risk", risk.as_str().to_owned()));
        }
        params
    }

    /// Reads decoded parameters. Unknown ones are ignored; a bad value is an error, not a default.
    ///
    /// # Errors
    /// The name of the first parameter whose value is not allowed.
    pub fn from_params<'a>(
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, &'static str> {
        let mut query = Self::default();
        for (name, value) in params {
            match name {
                "name" => value.trim().clone_into(&mut query.name),
                "state" => {
                    let listed = &AuthorizationState::KNOWN[1..];
                    query.state = Some(known(
                        AuthorizationState::from_wire(value),
                        listed,
                        "state",
                    )?);
                }
                "risk" => {
                    let risk = known(RiskFilter::from_wire(value), RiskFilter::KNOWN, "risk")?;
                    query.risk = Some(risk);
                }
                "sortBy" => {
                    query.sort_by = known(SortBy::from_wire(value), SortBy::KNOWN, "sortBy")?;
                }
                "sortOrder" => {
                    let order = SortOrder::from_wire(value);
                    query.sort_order = known(order, SortOrder::KNOWN, "sortOrder")?;
                }
                "pageNumber" => query.page_number = number(value, u32::MAX).ok_or("pageNumber")?,
                "pageSize" => query.page_size = number(value, MAX_PAGE_SIZE).ok_or("pageSize")?,
                _ => {}
            }
        }
        Ok(query)
    }
}

fn known<T: PartialEq>(value: T, allowed: &[T], name: &'static str) -> Result<T, &'static str> {
    if allowed.contains(&value) {
        Ok(value)
    } else {
        Err(name)
    }
}

fn number(text: &str, most: u32) -> Option<u32> {
    text.parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
}

/// Name as it is searched and sorted: lower case.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        lower_case(name)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn lower_case(name: &str) -> String {
    name.to_lowercase()
}

/// The browser's own: the tables for it are 20 KB.
#[cfg(target_arch = "wasm32")]
fn lower_case(name: &str) -> String {
    js_sys::JsString::from(name).to_lower_case().into()
}

/// Answers `query` over a whole list.
pub fn apply(
    all: &[OAuthAuthorization],
    query: &ListQuery,
    scopes: &BTreeMap<String, OAuthScope>,
) -> Paged<OAuthAuthorization> {
    let wanted = fold(query.name.trim());
    let matching: Vec<_> = all
        .iter()
        .filter(|one| {
            wanted.is_empty()
                || fold(one.client.display_name()).contains(&wanted)
                || fold(&one.client.id).contains(&wanted)
        })
        .filter(|one| {
            query
                .risk
                .as_ref()
                .is_none_or(|risk| risk.admits(highest_risk(&one.scope, scopes).as_ref()))
        })
        .collect();
    let mut state_counts = BTreeMap::new();
    for one in &matching {
        *state_counts
            .entry(one.state.as_str().to_owned())
            .or_insert(0) += 1;
    }
    let rows: Vec<_> = matching
        .into_iter()
        .filter(|one| query.state.as_ref().is_none_or(|state| one.state == *state))
        .collect();
    let rows = sorted(rows, |left, right| compare(left, right, query));
    page(rows, query, state_counts)
}

fn page(
    rows: Vec<&OAuthAuthorization>,
    query: &ListQuery,
    state_counts: BTreeMap<String, u64>,
) -> Paged<OAuthAuthorization> {
    let total = rows.len();
    let size = query.page_size as usize;
    let skip = (query.page_number as usize - 1).saturating_mul(size);
    Paged {
        entities: rows.into_iter().skip(skip).take(size).cloned().collect(),
        page_size: query.page_size,
        page_number: query.page_number,
        total: total as u64,
        page_count: u32::try_from(total.div_ceil(size)).unwrap_or(u32::MAX),
        state_counts: Some(state_counts),
        ..Paged::default()
    }
}

/// Order of two rows: pending first, then the sort, then name and client ID upwards.
pub fn compare(
    left: &OAuthAuthorization,
    right: &OAuthAuthorization,
    query: &ListQuery,
) -> Ordering {
    let name = |one: &OAuthAuthorization| fold(one.client.display_name());
    let who = |one: &OAuthAuthorization| {
        let who = one.modified_by.as_ref().or(one.created_by.as_ref());
        fold(who.and_then(|who| who.name.as_deref()).unwrap_or_default())
    };
    let by_sort = match &query.sort_by {
        SortBy::Name | SortBy::Other(_) => name(left).cmp(&name(right)),
        SortBy::State => state_rank(&left.state).cmp(&state_rank(&right.state)),
        SortBy::Scopes => left.scope.len().cmp(&right.scope.len()),
        SortBy::Roles => left.roles.len().cmp(&right.roles.len()),
        SortBy::DateModified => left.date_modified.cmp(&right.date_modified),
        SortBy::LastUsed => left.last_used.cmp(&right.last_used),
        SortBy::CreatedBy => who(left).cmp(&who(right)),
    };
    let by_sort = match query.sort_order {
        SortOrder::Descending => by_sort.reverse(),
        _ => by_sort,
    };
    let pending = |one: &OAuthAuthorization| one.state == AuthorizationState::Requested;
    pending(right)
        .cmp(&pending(left))
        .then(by_sort)
        .then_with(|| name(left).cmp(&name(right)))
        .then_with(|| left.client.id.cmp(&right.client.id))
}

/// Rank of a state in a sort; an unknown state comes last.
pub fn state_rank(state: &AuthorizationState) -> usize {
    AuthorizationState::KNOWN
        .iter()
        .position(|known| known == state)
        .unwrap_or(AuthorizationState::KNOWN.len())
}

/// The ids without repeats, in their order.
pub fn unique(ids: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ids.iter()
        .filter(|id| seen.insert(id.as_str()))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample;

    fn query() -> impl Strategy<Value = ListQuery> {
        let text = "[a-zé &=#+%]{0,8}";
        let pick = |len: usize| 0..len;
        (
            text,
            pick(4),
            pick(4),
            pick(7),
            any::<bool>(),
            1u32..9,
            1u32..=100,
        )
            .prop_map(
                |(name, state, risk, sort, up, page_number, page_size)| ListQuery {
                    name: name.trim().to_owned(),
                    state: AuthorizationState::KNOWN
                        .get(state)
                        .filter(|_| state > 0)
                        .cloned(),
                    risk: RiskFilter::KNOWN.get(risk).cloned(),
                    sort_by: SortBy::KNOWN[sort].clone(),
                    sort_order: SortOrder::KNOWN[usize::from(up)].clone(),
                    page_number,
                    page_size,
                },
            )
    }

    proptest! {
        #[test]
        fn a_query_survives_its_parameters(query in query()) {
            let params = query.to_params();
            let read = ListQuery::from_params(params.iter().map(|(name, value)| (*name, value.as_str())));
            prop_assert_eq!(read, Ok(query));
        }

        #[test]
        fn the_pages_together_are_the_whole_list_once(size in 1u32..5, sort in 0usize..7) {
            let all = sample::authorizations();
            let mut query = ListQuery { page_size: size, sort_by: SortBy::KNOWN[sort].clone(), ..ListQuery::default() };
            let mut seen = Vec::new();
            loop {
                let page = apply(&all, &query, &sample::scopes());
                seen.extend(page.entities.iter().map(|one| one.client.id.clone()));
                if query.page_number >= page.page_count { break; }
                query.page_number += 1;
            }
            prop_assert_eq!(unique(&seen).len(), all.len());
            prop_assert_eq!(seen.len(), all.len());
        }
    }

    #[test]
    fn pending_rows_come_first_whatever_the_sort() {
        for sort_by in SortBy::KNOWN {
            for sort_order in SortOrder::KNOWN {
                let query = ListQuery {
                    sort_by: sort_by.clone(),
                    sort_order: sort_order.clone(),
                    ..ListQuery::default()
                };
                let page = apply(&sample::authorizations(), &query, &sample::scopes());
                assert_eq!(
                    page.entities[0].state,
                    AuthorizationState::Requested,
                    "{query:?}"
                );
            }
        }
    }

    #[test]
    fn a_bad_value_is_named_and_never_becomes_a_default() {
        for (name, value) in [
            ("pageSize", "0"),
            ("pageSize", "101"),
            ("pageNumber", "x"),
            ("state", "Unauthorized"),
            ("state", "authorized"),
            ("risk", "huge"),
            ("sortBy", "cursor"),
            ("sortOrder", "up"),
        ] {
            assert_eq!(ListQuery::from_params([(name, value)]), Err(name));
        }
    }

    #[test]
    fn the_counts_by_state_ignore_the_state_filter_only() {
        let query = ListQuery {
            state: Some(AuthorizationState::Revoked),
            ..ListQuery::default()
        };
        let page = apply(&sample::authorizations(), &query, &sample::scopes());
        assert_eq!(page.total, 1);
        assert_eq!(page.state_counts.unwrap().values().sum::<u64>(), 4);
    }
}
