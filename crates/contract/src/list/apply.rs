//! What the query of authorizations means.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{ListQuery, SortBy, SortOrder, fold};
use crate::order::sorted;
use crate::scope_rules::highest_risk;
use crate::{AuthorizationState, OAuthAuthorization, OAuthScope, Paged};

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
    let entities = rows.into_iter().skip(skip).take(size).cloned().collect();
    Paged {
        state_counts: Some(state_counts),
        ..Paged::of(entities, query.page_number, query.page_size, total as u64)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::list::unique;
    use crate::sample;

    proptest! {
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
