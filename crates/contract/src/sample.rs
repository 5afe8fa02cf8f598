//! Sample values for the tests of all crates: small, complete, fixed.

use std::collections::BTreeMap;

use crate::{
    Access, AuthorizationState, ClientKind, EntityRef, GrantType, OAuthAuthorization, OAuthClient,
    OAuthScope, Publisher, Risk,
};

/// Client ID of the sample *Wallboard*.
pub const WALLBOARD: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02";

/// A person.
pub fn person(name: &str) -> EntityRef {
    EntityRef {
        id: format!("id-of-{name}"),
        name: Some(name.to_owned()),
        self_uri: None,
    }
}

/// A client by ID and name, external and verified.
pub fn client(id: &str, name: &str) -> OAuthClient {
    OAuthClient {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        registered_redirect_uri: vec![format!(
            "https://{}.example/callback",
            name.to_lowercase().replace(' ', "-")
        )],
        scope: vec!["analytics:readonly".to_owned(), "users".to_owned()],
        authorized_grant_type: Some(GrantType::Code),
        publisher: Some(Publisher {
            name: "Lumen Displays".to_owned(),
            domain: Some("lumen.example".to_owned()),
            verified: true,
        }),
        kind: Some(ClientKind::External),
        date_created: Some("2026-06-01T08:00:00Z".to_owned()),
        ..OAuthClient::default()
    }
}

fn authorization(
    id: &str,
    name: &str,
    state: AuthorizationState,
    scope: &[&str],
) -> OAuthAuthorization {
    OAuthAuthorization {
        client: client(id, name),
        scope: scope.iter().map(|id| (*id).to_owned()).collect(),
        date_created: Some("2026-06-03T09:00:00Z".to_owned()),
        date_modified: Some("2026-06-03T09:00:00Z".to_owned()),
        created_by: Some(person("Tomasz Nowak")),
        modified_by: Some(person("Tomasz Nowak")),
        pending: state == AuthorizationState::Requested,
        state,
        version: Some(1),
        ..OAuthAuthorization::default()
    }
}

/// Four authorizations, one pending, one revoked.
pub fn authorizations() -> Vec<OAuthAuthorization> {
    vec![
        authorization(
            WALLBOARD,
            "Wallboard",
            AuthorizationState::Authorized,
            &["analytics:readonly"],
        ),
        authorization(
            "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d05",
            "Old Dialer",
            AuthorizationState::Revoked,
            &["users"],
        ),
        authorization(
            "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d06",
            "Survey Bot",
            AuthorizationState::Requested,
            &["recordings"],
        ),
        authorization(
            "a1b7d0e4-7c1e-4d55-9a67-1f0f5b1c3c10",
            "Agent Desktop",
            AuthorizationState::Authorized,
            &[],
        ),
    ]
}

/// A few scopes of every risk, by id.
pub fn scopes() -> BTreeMap<String, OAuthScope> {
    let scope = |id: &str, group: &str, access: Access, risk: Risk| OAuthScope {
        id: id.to_owned(),
        title: Some(id.to_owned()),
        description: Some(format!("What {id} does.")),
        group: Some(group.to_owned()),
        access: Some(access),
        risk: Some(risk),
        ..OAuthScope::default()
    };
    [
        scope("analytics:readonly", "Analytics", Access::Read, Risk::Low),
        scope("recordings", "Recordings", Access::Write, Risk::High),
        scope(
            "recordings:readonly",
            "Recordings",
            Access::Read,
            Risk::Medium,
        ),
        scope("users", "People", Access::Write, Risk::High),
        scope("users:readonly", "People", Access::Read, Risk::Medium),
    ]
    .map(|scope| (scope.id.clone(), scope))
    .into()
}
