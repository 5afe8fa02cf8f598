//! The answers of a made-up backend of which everything is well.

use countersign_contract::sample::scopes;
use countersign_contract::{
    ApprovalRequest, ApprovalState, ErrorBody, ErrorCode, Impact, Listing, OAuthClient, Paged,
    Preview,
};

use super::canned::{Call, Canned, ok, status};
use super::sample::{
    apps, authorization, authorizations, capabilities, grants, me, requests, roles, versions,
};

/// Answers everything well.
pub fn good(call: &Call) -> Canned {
    let path = call.path.as_str();
    let authorization = path.strip_prefix("/oauth/authorizations/");
    match (call.method.as_str(), path) {
        ("GET", "/users/me") => ok(&me()),
        ("GET", "/oauth/capabilities") => ok(&capabilities()),
        ("GET", "/oauth/scopes") => ok(&listing(scopes().into_values().collect::<Vec<_>>())),
        ("GET", "/authorization/roles") => ok(&listing(roles())),
        ("GET", "/oauth/authorizations") => ok(&page(authorizations())),
        ("GET", "/oauth/clients") => {
            let clients = authorizations().into_iter().map(|one| OAuthClient {
                authorization_state: Some(one.state),
                ..one.client
            });
            ok(&page(clients.collect()))
        }
        ("GET", "/oauth/requests") => {
            let is_asked = |one: &ApprovalRequest| {
                call.query != "state=open" || one.state == ApprovalState::Open
            };
            ok(&listing(requests().into_iter().filter(is_asked).collect()))
        }
        ("GET", "/oauth/apps/me") => ok(&listing(apps())),
        ("GET", "/oauth/grants/me") => ok(&listing(grants())),
        (method, _) => match authorization.map(|rest| rest.split_once('/').unwrap_or((rest, ""))) {
            Some((id, rest)) => of_authorization(method, id, rest),
            None => refused(404, ErrorCode::NotFound),
        },
    }
}

fn of_authorization(method: &str, id: &str, rest: &str) -> Canned {
    match (method, rest) {
        ("GET" | "PUT", "") => match authorization(id) {
            Some(one) => ok(&one).header("ETag", "\"1\""),
            None => refused(404, ErrorCode::ClientNotFound),
        },
        ("GET", "versions") => ok(&listing(versions())),
        ("GET", "impact") => ok(&Impact {
            active_tokens: 1_840,
            active_users30d: 212,
            last_used: Some("2026-11-23T08:58:00Z".to_owned()),
            unused_scopes: vec!["users:readonly".to_owned()],
        }),
        ("POST", "preview") => ok(&Preview {
            users_gaining: 31,
            users_losing: 1_140,
            active_users_losing: 212,
            calls_lost30d: 9_120,
        }),
        _ => refused(404, ErrorCode::NotFound),
    }
}

/// A refusal.
pub fn refused(code: u16, error: ErrorCode) -> Canned {
    status(code, &error_body(code, error))
}

/// Its body.
pub fn error_body(status: u16, code: ErrorCode) -> ErrorBody {
    ErrorBody {
        status,
        code,
        context_id: "5f0c7a1e-92b4-4c1d-8f6e-2b7d0a94c3e1".to_owned(),
        ..ErrorBody::default()
    }
}

/// A whole list.
pub fn listing<T>(entities: Vec<T>) -> Listing<T> {
    Listing {
        total: entities.len() as u64,
        entities,
        self_uri: None,
    }
}

/// The first page of a list that has more.
fn page<T: Default>(entities: Vec<T>) -> Paged<T> {
    Paged {
        page_size: 25,
        page_number: 1,
        total: 38,
        page_count: 2,
        state_counts: Some(
            [("Authorized", 31), ("Requested", 3), ("Revoked", 4)]
                .map(|(state, count)| (state.to_owned(), count))
                .into(),
        ),
        entities,
        ..Paged::default()
    }
}
