//! Requests by application.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign_contract::list::unique;
use countersign_contract::order::sorted;
use countersign_contract::{ApprovalRequest, ApprovalState, OAuthClient};

/// Requests, shared.
pub type RequestList = Arc<Vec<ApprovalRequest>>;

/// The requests for one application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The application.
    pub client: OAuthClient,
    /// Those that wait, newest first.
    pub open: Vec<ApprovalRequest>,
    /// What was handled last; shown where none waits any more.
    pub handled: Option<ApprovalRequest>,
}

impl Group {
    /// Scopes that somebody asks for, each once.
    pub fn asked(&self) -> Vec<String> {
        let all: Vec<_> = self.open.iter().flat_map(|one| one.scope.clone()).collect();
        unique(&all)
    }
}

/// Applications that somebody waits for, and those in `kept`, by their newest request. An
/// application stays where it is when the last of its requests is handled.
pub fn groups(requests: &[ApprovalRequest], kept: &BTreeSet<String>) -> Vec<Group> {
    let newest = sorted(requests.to_vec(), |left, right| {
        right.date_created.cmp(&left.date_created)
    });
    let mut groups: Vec<Group> = Vec::new();
    for one in newest {
        let at = groups
            .iter()
            .position(|group| group.client.id == one.client.id);
        let at = at.unwrap_or_else(|| {
            groups.push(Group {
                client: one.client.clone(),
                ..Group::default()
            });
            groups.len() - 1
        });
        let group = &mut groups[at];
        if one.state == ApprovalState::Open {
            group.open.push(one);
        } else if group
            .handled
            .as_ref()
            .is_none_or(|last| last.date_handled < one.date_handled)
        {
            group.handled = Some(one);
        }
    }
    groups.retain(|group| !group.open.is_empty() || kept.contains(&group.client.id));
    groups
}

/// Those that are handled, the last one first.
pub fn handled(requests: &[ApprovalRequest]) -> Vec<ApprovalRequest> {
    let handled = requests
        .iter()
        .filter(|one| one.state != ApprovalState::Open);
    sorted(handled.cloned().collect(), |left, right| {
        right.date_handled.cmp(&left.date_handled)
    })
}

/// Those that wait, as they come.
pub fn open(requests: &[ApprovalRequest]) -> Vec<ApprovalRequest> {
    let open = requests
        .iter()
        .filter(|one| one.state == ApprovalState::Open);
    open.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: &str, client: &str, day: u32, handled: Option<u32>) -> ApprovalRequest {
        let date = |day: u32| format!("2026-11-{day:02}T09:00:00Z");
        ApprovalRequest {
            id: id.to_owned(),
            client: OAuthClient {
                id: client.to_owned(),
                ..OAuthClient::default()
            },
            scope: vec![format!("scope-{id}"), "users".to_owned()],
            state: if handled.is_some() {
                ApprovalState::Denied
            } else {
                ApprovalState::Open
            },
            date_created: date(day),
            date_handled: handled.map(date),
            ..ApprovalRequest::default()
        }
    }

    fn names(groups: &[Group]) -> Vec<(String, Vec<String>)> {
        let ids = |group: &Group| group.open.iter().map(|one| one.id.clone()).collect();
        groups
            .iter()
            .map(|group| (group.client.id.clone(), ids(group)))
            .collect()
    }

    #[test]
    fn applications_stand_by_their_newest_request_and_each_request_once() {
        let all = [
            request("1", "a", 1, None),
            request("2", "b", 2, None),
            request("3", "a", 3, None),
            request("4", "c", 4, Some(5)),
        ];
        let found = groups(&all, &BTreeSet::new());
        let expected = [("a", vec!["3", "1"]), ("b", vec!["2"])].map(|(client, ids)| {
            let ids = ids.into_iter().map(str::to_owned).collect::<Vec<_>>();
            (client.to_owned(), ids)
        });
        assert_eq!(names(&found), expected);
        assert_eq!(found[0].asked(), ["scope-3", "users", "scope-1"]);
    }

    #[test]
    fn what_was_open_on_this_page_stays_where_it_is_once_it_is_handled() {
        let kept = BTreeSet::from(["a".to_owned()]);
        let all = [
            request("1", "a", 3, Some(8)),
            request("2", "a", 2, Some(9)),
            request("3", "b", 1, None),
        ];
        let found = groups(&all, &kept);
        assert_eq!(found.len(), 2);
        assert!(found[0].open.is_empty());
        let last = found[0].handled.as_ref().map(|one| one.id.as_str());
        assert_eq!(last, Some("2"), "the last one that was handled");
    }

    #[test]
    fn the_last_handled_comes_first_and_an_unknown_state_is_not_open() {
        let mut odd = request("3", "c", 1, None);
        odd.state = ApprovalState::Other("parked".to_owned());
        let all = [
            request("1", "a", 1, Some(5)),
            request("2", "b", 2, Some(7)),
            odd,
        ];
        let ids: Vec<_> = handled(&all).into_iter().map(|one| one.id).collect();
        assert_eq!(ids, ["2", "1", "3"]);
        assert!(open(&all).is_empty());
    }
}
