//! Revoking an application, proven by its effect.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::oauth::{authorize, is_refused, param};
use crate::portal::{ORIGIN, PARTNER_CRM, Portal, authorization};

#[tokio::test]
async fn revoke_cuts_everything_off_at_once_administrators_included() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    let mine = portal.signed_in_to_crm(&admin).await;
    let theirs = portal.signed_in_to_crm(&agent).await;
    let pending = admin.asked(&authorize(&[])).await;
    let unspent = agent.code(&authorize(&[]), None).await;
    let shown = admin.shown(&pending).await;
    admin.delete(&authorization(PARTNER_CRM)).await;
    for tokens in [&mine, &theirs] {
        let me = admin
            .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
            .await;
        me.is(401, "authentication.required");
        is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
        assert!(!portal.is_active(&tokens.access).await);
        assert!(!portal.is_active(&tokens.refresh).await);
    }
    is_refused(&portal.redeem(&unspent).await, "invalid_grant");
    // What was on the screen before does not hold any more.
    let body = json!({ "decision": "allow", "scope": [], "digest": shown["digest"] });
    let reply = admin.post(&crate::oauth::consent(&pending), body).await;
    reply.is(409, "consent.changed");
    let id = agent.asked(&authorize(&[])).await;
    assert_eq!(agent.shown(&id).await["blocked"], "permission");
    let id = admin.asked(&authorize(&[])).await;
    let shown = admin.shown(&id).await;
    assert_eq!(
        (&shown["audience"], &shown["reason"]),
        (&json!("organization"), &json!("revoked"))
    );
}

#[tokio::test]
async fn after_a_new_authorization_everybody_is_asked_again_and_old_tokens_stay_dead() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    admin.delete(&authorization(PARTNER_CRM)).await;
    let scope = json!({ "scope": tokens.scope });
    assert_eq!(
        admin.put(&authorization(PARTNER_CRM), scope).await.status,
        StatusCode::OK
    );
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    let id = agent.asked(&authorize(&[])).await;
    assert_eq!(agent.shown(&id).await["reason"], "revoked");
}

#[tokio::test]
async fn an_undone_revoke_keeps_consents_and_leaves_tokens_dead() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let path = authorization(PARTNER_CRM);
    let reply = admin.delete(&path).await;
    let etag = reply.header("etag").to_owned();
    let restore = format!("{path}/versions/1/restore");
    let ask = admin
        .write(Method::POST, &restore)
        .header("if-match", &etag);
    let reply = ask.send().await;
    assert_eq!(reply.json()["state"], "Authorized", "{}", reply.text);
    assert_eq!(reply.json()["scope"], json!(tokens.scope));
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    let id = admin.asked(&authorize(&[])).await;
    assert_eq!(
        admin.shown(&id).await["reason"],
        "publicClient",
        "the consent still holds"
    );
    let ask = admin
        .write(Method::POST, &restore)
        .header("if-match", &etag);
    ask.send().await.is(412, "precondition.failed");
}

#[tokio::test]
async fn narrowing_scopes_or_roles_holds_for_tokens_that_are_out() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let path = authorization(PARTNER_CRM);
    admin
        .put(&path, json!({ "scope": ["user-basic-info"] }))
        .await;
    let me = agent
        .with_token(Method::GET, "/api/v2/tokens/me", &tokens.access)
        .await;
    assert_eq!(me.json()["authorizedScope"], json!(["user-basic-info"]));
    let roles = admin
        .get("/api/v2/authorization/roles?name=Supervisor")
        .await
        .json();
    let role = roles["entities"][0]["id"].clone();
    admin
        .put(
            &path,
            json!({ "scope": ["user-basic-info"], "roles": [role] }),
        )
        .await;
    let me = agent
        .with_token(Method::GET, "/api/v2/tokens/me", &tokens.access)
        .await;
    me.is(401, "authentication.required");
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    let id = agent.asked(&authorize(&[])).await;
    let shown = agent.shown(&id).await;
    assert_eq!(shown["blocked"], "role");
    assert_eq!(shown["roles"][0]["name"], "Supervisor");
    let silent = agent.get(&authorize(&[("prompt", "none")])).await;
    assert_eq!(
        param(silent.header("location"), "error").as_deref(),
        Some("access_denied")
    );
}

#[tokio::test]
async fn impact_counts_real_use() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let path = authorization(PARTNER_CRM);
    let impact = async || admin.get(&format!("{path}/impact")).await.json();
    let before = impact().await;
    assert_eq!(
        (&before["activeTokens"], &before["activeUsers30d"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(before.get("lastUsed"), None);
    admin
        .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
        .await;
    portal.write_uses().await;
    let after = impact().await;
    assert_eq!(
        (&after["activeUsers30d"], &after["lastUsed"]),
        (&json!(1), &json!("2026-11-23T09:00:00Z"))
    );
    let unused = after["unusedScopes"].as_array().unwrap();
    assert!(
        !unused.contains(&json!("user-basic-info")) && unused.contains(&json!("external-contacts"))
    );
    let preview = admin
        .post(
            &format!("{path}/preview"),
            json!({ "scope": ["external-contacts"], "roles": ["no-such-role"] }),
        )
        .await
        .json();
    assert_eq!(
        (&preview["activeUsersLosing"], &preview["callsLost30d"]),
        (&json!(1), &json!(1))
    );
    assert!(preview["usersLosing"].as_u64().unwrap() > 100);
    admin.delete(&path).await;
    assert_eq!(impact().await["activeTokens"], 0);
}

/// From now on writing fails where this trigger stands; reading goes on.
const NO_END_OF_TOKENS: &str = "CREATE TRIGGER broken BEFORE UPDATE ON token_family \
     BEGIN SELECT RAISE(ABORT, 'broken'); END";

const NO_END_OF_SESSIONS: &str =
    "CREATE TRIGGER broken BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'broken'); END";

#[tokio::test]
async fn where_tokens_can_not_be_ended_nothing_is_told_as_revoked() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    portal.signed_in_to_crm(&admin).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let user = agent.get("/api/v2/users/me").await.json()["id"].clone();
    let path = authorization(PARTNER_CRM);
    let grant = format!("{path}/grants/{}", user.as_str().unwrap());
    let mine = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    let stands = async || {
        let stored = admin.get(&path).await.json();
        let grants = admin.get(&format!("{path}/grants")).await.json();
        let written = "SELECT (SELECT count(*) FROM audit_event) + (SELECT count(*) FROM authorization_version)";
        let written = portal.count(written).await;
        (
            stored["state"].clone(),
            stored["version"].clone(),
            grants["total"].clone(),
            written,
        )
    };
    let before = stands().await;
    assert_eq!(before.0, "Authorized");
    portal.execute(NO_END_OF_TOKENS).await;
    for reply in [
        admin.delete(&path).await,
        admin.delete(&grant).await,
        agent.delete(&mine).await,
        agent
            .with_token(Method::DELETE, "/api/v2/tokens/me", &tokens.access)
            .await,
    ] {
        reply.is(500, "internal.server.error");
    }
    assert_eq!(stands().await, before);
    assert!(portal.is_active(&tokens.access).await);
    portal.execute("DROP TRIGGER broken").await;
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert!(!portal.is_active(&tokens.access).await);
}

#[tokio::test]
async fn where_a_session_can_not_be_ended_nobody_is_told_to_be_signed_out() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    portal.execute(NO_END_OF_SESSIONS).await;
    let form = agent
        .ask(Method::POST, "/logout")
        .header("origin", ORIGIN)
        .form(String::new());
    for reply in [form.send().await, agent.delete("/api/v2/tokens/me").await] {
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            (reply.header("set-cookie"), reply.header("location")),
            ("", "")
        );
        let me = agent.get("/api/v2/users/me").await;
        assert_eq!(me.status, StatusCode::OK, "the session lives");
    }
}
