//! What a token stands on: client, authorization, user, role. Where one of them goes, so does it.

use axum::http::{Method, StatusCode};
use countersign_server::store::Store;
use serde_json::json;

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, is_refused};
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
    assert!(!portal.is_active(&tokens.access).await);
    assert_eq!(calls(&agent, &tokens.access).await, 401);
    assert_eq!(portal.count(TOKENS).await, before);
}

const SWITCH_OFF: &str =
    "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d01'";
const SWITCH_ON: &str =
    "UPDATE client SET document = json_set(document, '$.state', 'active') WHERE id LIKE '%9d01'";

#[tokio::test]
async fn what_comes_back_revives_no_token() {
    for (what, off, on) in [
        ("the client", SWITCH_OFF, SWITCH_ON),
        (
            "the person",
            "UPDATE user_account SET state = 'inactive' WHERE email = 'agent@demo.example'",
            "UPDATE user_account SET state = 'active' WHERE email = 'agent@demo.example'",
        ),
        (
            "the role",
            "DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account WHERE email = 'agent@demo.example')",
            "INSERT INTO user_role (user_id, role_id) SELECT user_account.id, role.id FROM user_account, role \
             WHERE email = 'agent@demo.example' AND role.document ->> 'name' = 'Agent'",
        ),
        (
            "the role, moved away",
            "UPDATE user_role SET role_id = (SELECT id FROM role WHERE document ->> 'name' = 'Supervisor') \
             WHERE user_id = (SELECT id FROM user_account WHERE email = 'agent@demo.example')",
            "UPDATE user_role SET role_id = (SELECT id FROM role WHERE document ->> 'name' = 'Agent') \
             WHERE user_id = (SELECT id FROM user_account WHERE email = 'agent@demo.example')",
        ),
        (
            "the client, deleted",
            "UPDATE client SET date_deleted = '2026-11-23T09:00:00Z' WHERE id LIKE '%9d01'",
            "UPDATE client SET date_deleted = NULL WHERE id LIKE '%9d01'",
        ),
        (
            "the grant type",
            "UPDATE client SET document = json_set(document, '$.authorizedGrantType', 'CLIENT-CREDENTIALS') \
             WHERE id LIKE '%9d01'",
            "UPDATE client SET document = json_set(document, '$.authorizedGrantType', 'CODE') WHERE id LIKE '%9d01'",
        ),
    ] {
        let (portal, agent, tokens) = signed_in().await;
        // Nobody used the token while it was worth nothing.
        portal.execute(off).await;
        portal.execute(on).await;
        assert_eq!(calls(&agent, &tokens.access).await, 401, "{what}");
        is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
        let agent = portal.agent().await;
        let again = portal.signed_in_to_crm(&agent).await;
        assert_eq!(calls(&agent, &again.access).await, 200, "{what}: anew");
    }
}

/// What introspection says of the scope now.
async fn scope_of(portal: &Portal, token: &str) -> Option<Vec<String>> {
    let live = portal.store.live_token(token, portal.clock.seconds()).await;
    live.unwrap().map(|live| live.scope)
}

#[tokio::test]
async fn what_an_authorization_took_away_does_not_come_back_to_tokens_that_are_out() {
    let (portal, agent, tokens) = signed_in().await;
    let admin = portal.admin().await;
    let path = authorization(PARTNER_CRM);
    let put = async |scope: &[&str]| {
        let reply = admin.put(&path, json!({ "scope": scope })).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    };
    put(&["user-basic-info"]).await;
    put(&["user-basic-info", "external-contacts"]).await;
    for token in [&tokens.access, &tokens.refresh] {
        let scope = scope_of(&portal, token).await;
        assert_eq!(scope, Some(vec!["user-basic-info".to_owned()]));
    }
    let renewed = Tokens::of(&portal.refresh(&tokens.refresh).await);
    assert_eq!(renewed.scope, ["user-basic-info"]);
    let again = portal.signed_in_to_crm(&agent).await;
    assert!(again.scope.contains(&"external-contacts".to_owned()));
    // Nor where it was narrower for a moment only.
    put(&[]).await;
    put(&["user-basic-info", "external-contacts"]).await;
    assert_eq!(calls(&agent, &renewed.access).await, 403);
}

#[tokio::test]
async fn roles_that_an_application_is_for_again_revive_no_token() {
    let (portal, agent, tokens) = signed_in().await;
    let admin = portal.admin().await;
    let path = authorization(PARTNER_CRM);
    let stored = admin.get(&path).await.json();
    let all = admin
        .get("/api/v2/authorization/roles?name=supervisor")
        .await;
    let other = all.json()["entities"][0]["id"].clone();
    for roles in [&json!([other]), &stored["roles"]] {
        let body = json!({ "scope": stored["scope"], "roles": roles });
        admin.put(&path, body).await.is(200, "");
    }
    assert_eq!(calls(&agent, &tokens.access).await, 401);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
}

#[tokio::test]
async fn what_a_person_took_from_a_consent_does_not_come_back_to_tokens_that_are_out() {
    let (portal, agent, tokens) = signed_in().await;
    let path = authorize(&[("scope", "user-basic-info external-contacts")]);
    let few = agent
        .code(&authorize(&[("scope", "user-basic-info")]), None)
        .await;
    Tokens::of(&portal.redeem(&few).await);
    assert!(
        scope_of(&portal, &tokens.access).await.unwrap().len() > 1,
        "not asked, not taken"
    );
    let shown = agent.asked(&path).await;
    let required = agent.shown(&shown).await;
    let required = required["scopes"].as_array().unwrap().iter();
    let required: Vec<_> = required
        .filter(|scope| scope["requirement"] == "required")
        .map(|scope| scope["id"].as_str().unwrap().to_owned())
        .collect();
    let allowed: Vec<_> = required.iter().map(String::as_str).collect();
    agent.allow(&shown, Some(&allowed)).await.is(200, "");
    let left = scope_of(&portal, &tokens.access).await.unwrap();
    assert!(left.iter().all(|id| required.contains(id)), "{left:?}");
    agent
        .code(&path, Some(&["user-basic-info", "external-contacts"]))
        .await;
    assert_eq!(scope_of(&portal, &tokens.access).await.unwrap(), left);
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

#[tokio::test]
async fn a_client_whose_record_lost_a_scope_asks_for_its_token_anew() {
    let portal = Portal::new().await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
    ];
    let tokens = Tokens::of(&portal.token(&fields).await);
    portal
        .script(
            "CREATE TABLE before AS SELECT document FROM client WHERE id LIKE '%9d04'; \
             UPDATE client SET document = json_set(document, '$.scope', json('[\"oauth:readonly\"]')) WHERE id LIKE '%9d04'; \
             UPDATE client SET document = (SELECT document FROM before) WHERE id LIKE '%9d04'; DROP TABLE before;",
        )
        .await;
    assert!(!portal.is_active(&tokens.access).await);
    let again = Tokens::of(&portal.token(&fields).await);
    assert!(portal.is_active(&again.access).await);
}

#[tokio::test]
async fn what_was_narrowed_under_an_older_version_does_not_come_back() {
    let portal = Portal::new().await;
    let itself = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
    ];
    let own = Tokens::of(&portal.token(&itself).await);
    let scope = |scope: &str| {
        format!(
            "UPDATE client_authorization SET document = json_set(document, '$.scope', json('{scope}')) \
             WHERE client_id LIKE '%9d04'"
        )
    };
    // As an older version left it: it cut only what a token could be used for.
    portal.script(&scope("[\"oauth:readonly\"]")).await;
    portal
        .execute("DELETE FROM fact WHERE name = 'old families are cut'")
        .await;
    Store::open(&portal.database).await.unwrap().close().await;
    portal
        .script(&scope(
            "[\"oauth:readonly\",\"analytics:readonly\",\"user-basic-info\"]",
        ))
        .await;
    assert_eq!(
        scope_of(&portal, &own.access).await.unwrap(),
        ["oauth:readonly"]
    );
}
