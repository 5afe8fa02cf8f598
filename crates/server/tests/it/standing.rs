//! What a token stands on: client, authorization, user, role. Where one of them goes, so does it.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::oauth::{NIGHTLY_EXPORT, Tokens, form, is_refused};
use crate::portal::{PARTNER_CRM, Person, Portal, authorization};

const TOKENS: &str =
    "SELECT (SELECT count(*) FROM access_token) + (SELECT count(*) FROM refresh_token)";

/// A portal where an agent is signed in to Partner CRM, which is for the role *Agent*.
async fn signed_in() -> (Portal, Person, Tokens) {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let roles = admin.get("/api/v2/authorization/roles?name=agent").await;
    let role = roles.json()["entities"][0]["id"].clone();
    let body = json!({ "scope": ["user-basic-info", "external-contacts"], "roles": [role] });
    let reply = admin.put(&authorization(PARTNER_CRM), body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let tokens = portal.signed_in_to_crm(&agent).await;
    assert!(portal.is_active(&tokens.access).await && portal.is_active(&tokens.refresh).await);
    (portal, agent, tokens)
}

async fn calls(person: &Person, token: &str) -> u16 {
    let reply = person.with_token(Method::GET, "/api/v2/users/me", token);
    reply.await.status.as_u16()
}

#[tokio::test]
async fn nothing_is_refreshed_or_used_without_what_it_stands_on() {
    for (what, change) in [
        (
            "a client that is switched off",
            "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d01'",
        ),
        (
            "a client that is inactive",
            "UPDATE client SET document = json_set(document, '$.state', 'inactive') WHERE id LIKE '%9d01'",
        ),
        (
            "a deleted user",
            "DELETE FROM user_account WHERE email = 'agent@demo.example'",
        ),
        (
            "a user whose role was taken",
            "DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account WHERE email = 'agent@demo.example')",
        ),
        (
            "a deleted role",
            "DELETE FROM role WHERE document ->> 'name' = 'Agent'",
        ),
        (
            "a revoked authorization",
            "UPDATE client_authorization SET document = json_set(document, '$.state', 'Revoked') WHERE client_id LIKE '%9d01'",
        ),
        (
            "an authorization that is gone",
            "DELETE FROM client_authorization WHERE client_id LIKE '%9d01'",
        ),
        (
            "a consent that was taken back",
            "UPDATE user_grant SET withdrawn_at = 1 WHERE client_id LIKE '%9d01'",
        ),
    ] {
        let (portal, agent, tokens) = signed_in().await;
        portal.execute(change).await;
        // What hangs on a deleted user is deleted with it.
        let before = portal.count(TOKENS).await;
        is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
        assert_eq!(portal.count(TOKENS).await, before, "{what}: a new token");
        for token in [&tokens.access, &tokens.refresh] {
            assert!(!portal.is_active(token).await, "{what}: introspection");
        }
        assert_eq!(calls(&agent, &tokens.access).await, 401, "{what}");
    }
}

#[tokio::test]
async fn a_deleted_client_is_no_client() {
    let (portal, agent, tokens) = signed_in().await;
    let before = portal.count(TOKENS).await;
    portal
        .execute("UPDATE client SET date_deleted = '2026-11-23T09:00:00Z' WHERE id LIKE '%9d01'")
        .await;
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_client");
    let fields = [("client_id", PARTNER_CRM), ("token", &tokens.access)];
    let ask = portal.anonymous().ask(Method::POST, "/oauth/introspect");
    is_refused(&ask.form(form(&fields)).send().await, "invalid_client");
    assert_eq!(calls(&agent, &tokens.access).await, 401);
    assert_eq!(portal.count(TOKENS).await, before);
}

#[tokio::test]
async fn what_comes_back_makes_a_refresh_good_again_that_was_refused() {
    let (portal, agent, tokens) = signed_in().await;
    let state = async |state: &str| {
        portal
            .execute(match state {
                "disabled" => "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d01'",
                _ => "UPDATE client SET document = json_set(document, '$.state', 'active') WHERE id LIKE '%9d01'",
            })
            .await;
    };
    state("disabled").await;
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    state("active").await;
    assert_eq!(calls(&agent, &tokens.access).await, 200);
    Tokens::of(&portal.refresh(&tokens.refresh).await);
}

#[tokio::test]
async fn a_client_that_is_switched_off_acts_neither_for_itself() {
    let portal = Portal::new().await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
    ];
    let tokens = Tokens::of(&portal.token(&fields).await);
    let scopes = async || {
        let anyone = portal.anonymous();
        let path = "/api/v2/oauth/scopes";
        let reply = anyone.with_token(Method::GET, path, &tokens.access);
        reply.await.status.as_u16()
    };
    assert_eq!(scopes().await, 200);
    portal
        .execute("UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d04'")
        .await;
    is_refused(&portal.token(&fields).await, "unauthorized_client");
    assert_eq!(scopes().await, 401);
    assert_eq!(portal.count("SELECT count(*) FROM access_token").await, 1);
}
