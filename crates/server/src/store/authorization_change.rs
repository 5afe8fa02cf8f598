//! What can be decided about an authorization, and what it is afterwards.

use std::collections::BTreeSet;

use countersign_contract::list::unique;
use countersign_contract::{AuthorizationState, AuthorizationWrite, OAuthAuthorization};

/// What to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// Allow these scopes for these roles.
    Authorize(AuthorizationWrite),
    /// Switch it off for everybody.
    Revoke {
        /// Why.
        note: Option<String>,
    },
    /// Somebody asks for a client that nobody decided on; these scopes.
    Request(Vec<String>),
    /// Nobody asks for it any more.
    Unrequest,
    /// What held since a version holds again.
    Restore(u32),
}

/// The authorization as decided; `None` where it is so already.
pub(super) fn authorized(
    before: &OAuthAuthorization,
    write: &AuthorizationWrite,
) -> Option<OAuthAuthorization> {
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    let scope = unique(&write.scope);
    let roles = write
        .roles
        .as_deref()
        .map_or_else(|| before.roles.clone(), unique);
    // A note that is new is evidence, also where nothing else changes.
    let same = before.state == AuthorizationState::Authorized
        && set(&scope) == set(&before.scope)
        && set(&roles) == set(&before.roles)
        && (write.note.is_none() || write.note == before.note);
    (!same).then(|| OAuthAuthorization {
        scope,
        roles,
        state: AuthorizationState::Authorized,
        note: write.note.clone(),
        ..before.clone()
    })
}

pub(super) fn revoked(
    before: &OAuthAuthorization,
    note: Option<&str>,
) -> Option<OAuthAuthorization> {
    (before.state != AuthorizationState::Revoked).then(|| OAuthAuthorization {
        state: AuthorizationState::Revoked,
        note: note.map(str::to_owned),
        ..before.clone()
    })
}

pub(super) fn requested(
    before: &OAuthAuthorization,
    scope: &[String],
) -> Option<OAuthAuthorization> {
    (before.state == AuthorizationState::Unauthorized).then(|| OAuthAuthorization {
        scope: unique(scope),
        roles: Vec::new(),
        state: AuthorizationState::Requested,
        note: None,
        ..before.clone()
    })
}

pub(super) fn unrequested(before: &OAuthAuthorization) -> Option<OAuthAuthorization> {
    (before.state == AuthorizationState::Requested).then(|| OAuthAuthorization {
        scope: Vec::new(),
        roles: Vec::new(),
        state: AuthorizationState::Unauthorized,
        note: None,
        ..before.clone()
    })
}
