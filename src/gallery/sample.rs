//! What the made-up backend has: a small organization in which every mark is to be seen.

use countersign_contract::sample::{WALLBOARD, authorizations as first, client, person, scopes};
use countersign_contract::{
    App, ApprovalRequest, ApprovalState, AuthorizationState, AuthorizationVersion, Capabilities,
    ClientKind, DomainOrganizationRole, Feature, Grant, OAuthAuthorization, Organization,
    Publisher, RoleRef, UserAuthorization, UserMe,
};

/// A client that people ask for.
pub const SURVEY_BOT: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d06";
/// A client that was revoked.
pub const OLD_DIALER: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d05";
/// A client that nobody decided on; it asks for a scope that nobody knows.
pub const PARTNER_CRM: &str = "c7d8e9f0-7c1e-4d55-9a67-1f0f5b1c4411";

/// Who is signed in.
pub fn me() -> UserMe {
    UserMe {
        id: "u1".to_owned(),
        name: "Ada Brandt".to_owned(),
        email: Some("admin@demo.example".to_owned()),
        authorization: Some(UserAuthorization {
            roles: vec![RoleRef {
                id: "r1".to_owned(),
                name: "OAuth Admin".to_owned(),
            }],
            permissions: ["oauth:*:*", "authorization:role:view"]
                .map(str::to_owned)
                .into(),
        }),
        organization: Some(Organization {
            id: "o1".to_owned(),
            name: "Harbourline".to_owned(),
        }),
        self_uri: None,
    }
}

pub fn capabilities() -> Capabilities {
    Capabilities {
        contract: "1".to_owned(),
        features: vec![
            Feature::Paging,
            Feature::Details,
            Feature::Etag,
            Feature::Versions,
            Feature::Impact,
            Feature::Grants,
            Feature::Requests,
            Feature::Consents,
            Feature::Apps,
        ],
    }
}

/// Roles of the organization.
pub fn roles() -> Vec<DomainOrganizationRole> {
    let role = |id: &str, name: &str, users| DomainOrganizationRole {
        id: id.to_owned(),
        name: name.to_owned(),
        description: Some(format!("What a {name} needs.")),
        user_count: Some(users),
        ..DomainOrganizationRole::default()
    };
    vec![
        role("agent", "Agent", 1_140),
        role("lead", "Team Lead", 31),
        role("quality", "Quality Evaluator", 9),
        role("supervisor", "Supervisor", 58),
    ]
}

/// Rows of the list: every state, kind and publisher mark.
pub fn authorizations() -> Vec<OAuthAuthorization> {
    let mut all = first();
    for one in &mut all {
        one.last_used = Some("2026-11-23T08:58:00Z".to_owned());
        one.roles = vec!["agent".to_owned(), "supervisor".to_owned()];
    }
    all[0]
        .scope
        .extend(["recordings", "users:readonly"].map(str::to_owned));
    all[1].client.publisher = Some(Publisher {
        name: "Old Dialer Ltd".to_owned(),
        domain: None,
        verified: false,
    });
    all[1].last_used = None;
    all[1].note = Some("Replaced by the built-in dialer.".to_owned());
    all[2].client.kind = Some(ClientKind::Internal);
    all[3].client.kind = Some(ClientKind::BuiltIn);
    all[3].roles = Vec::new();
    all[3].scope = scopes().into_keys().collect();
    all
}

/// One authorization; `None` where there is no such client.
pub fn authorization(id: &str) -> Option<OAuthAuthorization> {
    if id == PARTNER_CRM {
        let mut client = client(PARTNER_CRM, "Partner CRM");
        client.scope.push("no:such:scope".to_owned());
        client.publisher = None;
        client.registered_redirect_uri = vec!["http://127.0.0.1:8090/callback".to_owned()];
        return Some(OAuthAuthorization {
            client,
            ..OAuthAuthorization::default()
        });
    }
    authorizations().into_iter().find(|one| one.client.id == id)
}

/// What somebody else stored meanwhile.
pub fn saved_by_another() -> OAuthAuthorization {
    let mut now = authorization(WALLBOARD).unwrap_or_default();
    now.scope = ["recordings", "recordings:readonly"]
        .map(str::to_owned)
        .into();
    now.roles = vec!["agent".to_owned(), "lead".to_owned()];
    now.date_modified = Some("2026-11-23T08:58:00Z".to_owned());
    now.version = Some(4);
    now
}

/// Versions of an authorization, newest first.
pub fn versions() -> Vec<AuthorizationVersion> {
    let version = |version, state, scope: &[&str], note: Option<&str>| AuthorizationVersion {
        version,
        date: format!("2026-11-0{version}T09:00:00Z"),
        author: Some(person("Tomasz Nowak")),
        state,
        scope: scope.iter().map(|id| (*id).to_owned()).collect(),
        roles: vec!["agent".to_owned()],
        note: note.map(str::to_owned),
        request_id: None,
    };
    vec![
        version(
            3,
            AuthorizationState::Authorized,
            &["analytics:readonly", "recordings", "users:readonly"],
            Some("Asked for by the wallboard team."),
        ),
        version(2, AuthorizationState::Revoked, &["users"], None),
        version(1, AuthorizationState::Authorized, &["users"], None),
    ]
}

/// Approval requests: two open ones for one application, one that is handled.
pub fn requests() -> Vec<ApprovalRequest> {
    let request = |id: &str, name: &str, state| ApprovalRequest {
        id: id.to_owned(),
        client: client(SURVEY_BOT, "Survey Bot"),
        user: person(name),
        user_roles: vec![RoleRef {
            id: "agent".to_owned(),
            name: "Agent".to_owned(),
        }],
        scope: vec!["recordings".to_owned(), "users:readonly".to_owned()],
        reason: "I copy the answers by hand after every call.".to_owned(),
        state,
        date_created: "2026-11-22T15:00:00Z".to_owned(),
        ..ApprovalRequest::default()
    };
    let mut handled = request("q3", "Maya Lindqvist", ApprovalState::Denied);
    handled.client = client(OLD_DIALER, "Old Dialer");
    handled.handled_by = Some(person("Tomasz Nowak"));
    handled.date_handled = Some("2026-11-20T10:00:00Z".to_owned());
    handled.answer = Some("Use the built-in one.".to_owned());
    vec![
        request("q1", "Noor Haddad", ApprovalState::Open),
        request("q2", "Jonas Weber", ApprovalState::Open),
        handled,
    ]
}

/// What the signed-in user can launch.
pub fn apps() -> Vec<App> {
    let mut wallboard = client(WALLBOARD, "Wallboard");
    wallboard.description = Some("Queues and waiting times on a large screen.".to_owned());
    let mut internal = client(SURVEY_BOT, "Survey Bot");
    internal.kind = Some(ClientKind::Internal);
    vec![
        App {
            client: wallboard,
            launch_uri: Some("https://wallboard.example/start".to_owned()),
        },
        App {
            client: internal,
            launch_uri: None,
        },
    ]
}

pub fn grants() -> Vec<Grant> {
    let grant = |id: &str, name: &str, active: bool| Grant {
        client: client(id, name),
        user: person("Ada Brandt"),
        scope: vec!["recordings".to_owned(), "no:such:scope".to_owned()],
        date_created: "2026-10-01T10:00:00Z".to_owned(),
        date_modified: "2026-10-01T10:00:00Z".to_owned(),
        last_used: active.then(|| "2026-11-23T08:30:00Z".to_owned()),
        active,
    };
    vec![
        grant(WALLBOARD, "Wallboard", true),
        grant(PARTNER_CRM, "Partner CRM", false),
    ]
}
