//! What differs between two versions of an authorization.

use countersign_contract::list::unique;
use countersign_contract::{AuthorizationState, AuthorizationVersion};

use super::super::draft::{Effect, without};

/// What `new` has and `old` has not, and the other way round, whatever their states; without an
/// `old` one everything is new.
pub fn compare(old: Option<&AuthorizationVersion>, new: &AuthorizationVersion) -> Effect {
    let empty = AuthorizationVersion::default();
    let before = old.unwrap_or(&empty);
    let [old_scope, new_scope, old_roles, new_roles] =
        [&before.scope, &new.scope, &before.roles, &new.roles].map(|ids| unique(ids));
    Effect {
        added_scopes: without(&new_scope, &old_scope),
        removed_scopes: without(&old_scope, &new_scope),
        added_roles: without(&new_roles, &old_roles),
        removed_roles: without(&old_roles, &new_roles),
        opens_to_everyone: old.is_some() && !old_roles.is_empty() && new_roles.is_empty(),
        closes_from_everyone: old.is_some() && old_roles.is_empty() && !new_roles.is_empty(),
        first: false,
    }
}

/// Whether a version can become what is stored: only what was decided can be decided again.
pub fn can_be_restored(version: &AuthorizationVersion) -> bool {
    matches!(
        version.state,
        AuthorizationState::Authorized | AuthorizationState::Revoked
    )
}

/// The two versions to compare after one more was ticked, or unticked: of three the last two.
pub fn tick(picked: &mut Vec<u32>, version: u32, on: bool) {
    picked.retain(|one| *one != version);
    if on {
        picked.push(version);
    }
    if picked.len() > 2 {
        picked.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(scope: &[&str], roles: &[&str]) -> AuthorizationVersion {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        AuthorizationVersion {
            state: AuthorizationState::Authorized,
            scope: owned(scope),
            roles: owned(roles),
            ..AuthorizationVersion::default()
        }
    }

    #[test]
    fn two_versions_differ_by_scopes_and_roles_in_both_directions() {
        let old = version(&["users", "routing"], &["agent"]);
        let new = version(&["routing", "quality"], &["agent", "supervisor"]);
        let found = compare(Some(&old), &new);
        assert_eq!(found.added_scopes, ["quality"]);
        assert_eq!(found.removed_scopes, ["users"]);
        assert_eq!(found.added_roles, ["supervisor"]);
        assert!(found.removed_roles.is_empty() && !found.opens_to_everyone);
        assert!(compare(Some(&new), &new).is_empty());
    }

    #[test]
    fn the_last_role_that_goes_opens_it_to_everyone_and_the_first_closes_it() {
        let (some, none) = (version(&[], &["agent"]), version(&[], &[]));
        assert!(compare(Some(&some), &none).opens_to_everyone);
        assert!(compare(Some(&none), &some).closes_from_everyone);
        assert!(!compare(None, &some).closes_from_everyone, "nobody had it");
    }

    #[test]
    fn what_nobody_decided_cannot_be_restored() {
        let mut one = version(&[], &[]);
        assert!(can_be_restored(&one));
        one.state = AuthorizationState::Requested;
        assert!(!can_be_restored(&one));
        one.state = AuthorizationState::Other("Paused".to_owned());
        assert!(!can_be_restored(&one));
    }

    #[test]
    fn at_most_two_versions_are_ticked_the_last_ones() {
        let mut picked = Vec::new();
        for number in [3, 1, 2] {
            tick(&mut picked, number, true);
        }
        assert_eq!(picked, [1, 2]);
        tick(&mut picked, 1, false);
        assert_eq!(picked, [2]);
    }
}
