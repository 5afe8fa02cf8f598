//! Query of the list of authorizations (feature `paging`).

use super::{SortOrder, known, number};
use crate::{AuthorizationState, MAX_PAGE_SIZE, Risk};

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
}
