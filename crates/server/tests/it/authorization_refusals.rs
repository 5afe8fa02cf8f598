//! PUT and DELETE of an authorization that are refused.

use axum::http::Method;
use countersign_contract::MAX_NOTE;
use serde_json::json;

use crate::authorization_writes::VERSIONS;
use crate::portal::{CALLBACK_HELPER, PARTNER_CRM, Portal, UNKNOWN, WALLBOARD, authorization};

#[tokio::test]
async fn a_bad_body_is_refused_by_field_and_writes_nothing() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(PARTNER_CRM);
    let before = portal.count(VERSIONS).await;
    let many: Vec<_> = (0..1001).map(|number| format!("s{number}")).collect();
    for (body, field) in [
        (json!({}), "scope"),
        (json!({ "scope": "users" }), "scope"),
        (json!({ "scope": [7] }), "scope"),
        (json!({ "scope": [""] }), "scope"),
        (json!({ "scope": ["two words"] }), "scope"),
        (json!({ "scope": ["\"quoted\""] }), "scope"),
        (json!({ "scope": ["displays:cast"] }), "scope"),
        (json!({ "scope": many }), "scope"),
        (json!({ "scope": [], "roles": ["no-such-role"] }), "roles"),
        (json!({ "scope": [], "roles": "Agent" }), "roles"),
        (
            json!({ "scope": [], "note": "x".repeat(MAX_NOTE + 1) }),
            "note",
        ),
    ] {
        let reply = admin.put(&path, body.clone()).await;
        reply.is(400, "constraint.validation");
        assert_eq!(reply.field(), field, "{body}");
    }
    for text in ["", "{", "[]", "null", "{\"scope\":[]}{}"] {
        let reply = admin
            .write(Method::PUT, &path)
            .typed("application/json", text)
            .send()
            .await;
        reply.is(400, "bad.request");
    }
    assert_eq!(portal.count(VERSIONS).await, before);
}

#[tokio::test]
async fn an_unknown_scope_is_taken_only_where_the_client_asks_for_it_or_it_is_stored() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tv = authorization("6ab41f0d-7c1e-4d55-9a67-1f0f5b1cc2d7");
    let body = json!({ "scope": ["displays:cast"] });
    assert_eq!(admin.put(&tv, body.clone()).await.status.as_u16(), 200);
    admin
        .put(&authorization(WALLBOARD), body)
        .await
        .is(400, "constraint.validation");
}

#[tokio::test]
async fn a_client_that_is_switched_off_or_deleted_or_unknown_is_not_authorized() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let body = json!({ "scope": [] });
    let disabled = authorization("cf34b186-7c1e-4d55-9a67-1f0f5b1c70ad");
    admin
        .put(&disabled, body.clone())
        .await
        .is(409, "request.conflict");
    for client in [UNKNOWN, "not-a-uuid", "%F0%9F%92%A9"] {
        admin
            .put(&authorization(client), body.clone())
            .await
            .is(404, "client.not.found");
        admin
            .delete(&authorization(client))
            .await
            .is(404, "client.not.found");
        admin
            .get(&authorization(client))
            .await
            .is(404, "client.not.found");
    }
    let reply = admin.get(&authorization(CALLBACK_HELPER)).await;
    reply.is(404, "client.not.found");
    let params = &reply.json()["messageParams"];
    assert_eq!(params["name"], "Callback Helper");
    assert_eq!(params["dateDeleted"], "2026-10-09T09:00:00Z");
}

#[tokio::test]
async fn a_revoke_with_a_bad_note_is_refused() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let ask = || admin.write(Method::DELETE, &path);
    let reply = ask().json(&json!({ "note": 7 })).send().await;
    reply.is(400, "constraint.validation");
    assert_eq!(reply.field(), "note");
    ask()
        .typed("text/plain", "no")
        .send()
        .await
        .is(415, "unsupported.media.type");
    let large = json!({ "note": "x".repeat(70_000) });
    ask().json(&large).send().await.is(413, "request.too.large");
}
