//! Who may do what, as one table; and every operation of the contract has its rows in it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::portal::{PARTNER_CRM, Person, Portal, Reply};

/// Statuses for admin, viewer, supervisor, agent, anonymous.
type Row = (&'static str, &'static str, [u16; 5]);

const MATRIX: [Row; 32] = [
    (
        "get",
        "/api/v2/oauth/authorizations",
        [200, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}",
        [200, 403, 403, 403, 401],
    ),
    (
        "put",
        "/api/v2/oauth/authorizations/{clientId}",
        [200, 403, 403, 403, 401],
    ),
    (
        "delete",
        "/api/v2/oauth/authorizations/{clientId}",
        [204, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/versions",
        [200, 403, 403, 403, 401],
    ),
    (
        "post",
        "/api/v2/oauth/authorizations/{clientId}/versions/{version}/restore",
        [404, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/impact",
        [200, 403, 403, 403, 401],
    ),
    (
        "post",
        "/api/v2/oauth/authorizations/{clientId}/preview",
        [200, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/grants",
        [200, 403, 403, 403, 401],
    ),
    (
        "delete",
        "/api/v2/oauth/authorizations/{clientId}/grants/{userId}",
        [204, 403, 403, 403, 401],
    ),
    ("get", "/api/v2/oauth/grants/me", [200, 200, 200, 200, 401]),
    (
        "delete",
        "/api/v2/oauth/grants/me/{clientId}",
        [204, 204, 204, 204, 401],
    ),
    ("get", "/api/v2/oauth/apps/me", [200, 200, 200, 200, 401]),
    ("get", "/api/v2/oauth/requests", [200, 403, 403, 403, 401]),
    ("post", "/api/v2/oauth/requests", [400, 400, 400, 400, 401]),
    (
        "get",
        "/api/v2/oauth/requests/events",
        [200, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/requests/{id}",
        [404, 404, 404, 404, 401],
    ),
    (
        "post",
        "/api/v2/oauth/requests/{id}/decision",
        [404, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/oauth/consents/{id}",
        [404, 404, 404, 404, 401],
    ),
    (
        "post",
        "/api/v2/oauth/consents/{id}",
        [404, 404, 404, 404, 401],
    ),
    (
        "get",
        "/api/v2/oauth/consents/{id}/events",
        [404, 404, 404, 404, 401],
    ),
    ("get", "/api/v2/oauth/clients", [200, 200, 403, 403, 401]),
    (
        "get",
        "/api/v2/oauth/clients/{clientId}",
        [200, 200, 403, 403, 401],
    ),
    ("get", "/api/v2/oauth/scopes", [200, 200, 200, 200, 401]),
    (
        "get",
        "/api/v2/oauth/scopes/{scopeId}",
        [200, 200, 200, 200, 401],
    ),
    (
        "get",
        "/api/v2/authorization/roles",
        [200, 403, 403, 403, 401],
    ),
    (
        "get",
        "/api/v2/authorization/roles/{roleId}",
        [404, 403, 403, 403, 401],
    ),
    ("get", "/api/v2/users/me", [200, 200, 200, 200, 401]),
    ("get", "/api/v2/tokens/me", [200, 200, 200, 200, 401]),
    ("head", "/api/v2/tokens/me", [200, 200, 200, 200, 401]),
    ("delete", "/api/v2/tokens/me", [204, 204, 204, 204, 401]),
    (
        "get",
        "/api/v2/oauth/capabilities",
        [200, 200, 200, 200, 200],
    ),
];

async fn call(person: &Person, method: &str, path: &str) -> Reply {
    let path = path
        .replace("{clientId}", PARTNER_CRM)
        .replace("{scopeId}", "users:readonly")
        .replace("{roleId}", "no-such-role")
        .replace("{userId}", "no-such-user")
        .replace("{version}", "999")
        .replace("{id}", "no-such-id");
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    if method == Method::PUT {
        return person.put(&path, json!({ "scope": ["users"] })).await;
    }
    if method == Method::POST {
        let decision = if path.contains("/consents/") {
            "deny"
        } else {
            "approve"
        };
        let body = json!({ "decision": decision, "digest": "", "clientId": PARTNER_CRM });
        return person.post(&path, body).await;
    }
    if path.ends_with("/events") {
        let head = person.write(method, &path).head().await;
        if head.status == StatusCode::OK {
            return head;
        }
        return person.get(&path).await;
    }
    person.write(method, &path).send().await
}

#[tokio::test]
async fn every_role_gets_what_the_table_says() {
    let portal = Portal::new().await;
    for (method, path, expected) in MATRIX {
        // Signed in anew for every row, because one of them signs out.
        let people = [
            portal.admin().await,
            portal.viewer().await,
            portal.supervisor().await,
            portal.agent().await,
            portal.anonymous(),
        ];
        for (person, status) in people.iter().zip(expected) {
            let reply = call(person, method, path).await;
            let code = match status {
                _ if method == "head" => "",
                401 => "authentication.required",
                403 => "missing.any.permissions",
                404 => "not.found",
                400 => "constraint.validation",
                _ => "",
            };
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (status, code),
                "{method} {path}: {}",
                reply.text
            );
        }
    }
}

#[test]
fn every_operation_of_the_contract_is_in_the_table() {
    let document: Value =
        serde_json::from_str(&countersign_server::openapi_json().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            operations.push((method.clone(), path.clone()));
        }
    }
    let mut rows: Vec<_> = MATRIX
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    operations.sort();
    rows.sort();
    assert_eq!(operations, rows, "add a row to MATRIX for every operation");
}

#[tokio::test]
async fn a_refusal_names_the_missing_permission() {
    let portal = Portal::new().await;
    let reply = portal
        .viewer()
        .await
        .get("/api/v2/oauth/authorizations")
        .await;
    reply.is(403, "missing.any.permissions");
    assert_eq!(
        reply.json()["message"],
        "Unable to perform the requested action. You must have at least one of the following permissions assigned: [oauth:client:authorize]"
    );
    assert_eq!(
        reply.json()["messageParams"]["permissions"],
        "oauth:client:authorize"
    );
}

#[tokio::test]
async fn a_bearer_token_never_falls_back_to_the_cookie() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for value in ["Bearer x", "Basic x", ""] {
        let reply = admin
            .ask(Method::GET, "/api/v2/users/me")
            .header("authorization", value)
            .send()
            .await;
        reply.is(401, "authentication.required");
    }
}
