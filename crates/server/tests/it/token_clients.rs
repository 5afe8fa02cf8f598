//! Clients that prove who they are at the token, revocation and introspection endpoints.

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::oauth::{CALLBACK, NIGHTLY_EXPORT, Tokens, VERIFIER, authorize, form, is_refused};
use crate::portal::{PARTNER_CRM, Portal, WALLBOARD, authorization};

#[tokio::test]
async fn a_client_acts_for_itself_with_its_secret_only() {
    let portal = Portal::new().await;
    let grant = ("grant_type", "client_credentials");
    let id = ("client_id", NIGHTLY_EXPORT);
    is_refused(&portal.token(&[grant, id]).await, "invalid_client");
    is_refused(
        &portal.token(&[grant, id, ("client_secret", "x")]).await,
        "invalid_client",
    );
    let secret = ("client_secret", "demo-export-secret");
    let scope = ("scope", "users");
    is_refused(
        &portal.token(&[grant, id, secret, scope]).await,
        "invalid_scope",
    );
    let reply = portal.token(&[grant, id, secret]).await;
    assert!(reply.json().get("refresh_token").is_none());
    let tokens = Tokens::of(&reply);
    assert_eq!(
        tokens.scope,
        ["analytics:readonly", "oauth:readonly", "user-basic-info"]
    );
    let anyone = portal.anonymous();
    let call = async |path: &str| anyone.with_token(Method::GET, path, &tokens.access).await;
    assert_eq!(
        call("/api/v2/tokens/me").await.json()["OAuthClient"]["id"],
        NIGHTLY_EXPORT
    );
    assert_eq!(call("/api/v2/oauth/scopes").await.status, StatusCode::OK);
    call("/api/v2/users/me").await.is(400, "bad.request");
    call("/api/v2/authorization/roles")
        .await
        .is(403, "app.not.authorized.for.scope");
    let admin = portal.admin().await;
    admin.delete(&authorization(NIGHTLY_EXPORT)).await;
    call("/api/v2/tokens/me")
        .await
        .is(401, "authentication.required");
    is_refused(
        &portal.token(&[grant, id, secret]).await,
        "unauthorized_client",
    );
    is_refused(
        &portal.token(&[grant, ("client_id", PARTNER_CRM)]).await,
        "unauthorized_client",
    );
}

#[tokio::test]
async fn a_client_without_a_secret_never_acts_for_itself() {
    let portal = Portal::new().await;
    let config_pipeline = "c4d81a06-7c1e-4d55-9a67-1f0f5b1c77f2";
    let grant = ("grant_type", "client_credentials");
    for id in [config_pipeline, PARTNER_CRM] {
        let reply = portal.token(&[grant, ("client_id", id)]).await;
        assert!(reply.json().get("access_token").is_none(), "{}", reply.text);
    }
    let reply = portal.token(&[grant, ("client_id", config_pipeline)]).await;
    is_refused(&reply, "invalid_client");
}

#[tokio::test]
async fn made_up_clients_slow_down_who_makes_them_up_and_nobody_else() {
    let portal = Portal::new().await;
    let ask = async |id: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", "demo-export-secret"),
        ];
        portal.token(&fields).await.status
    };
    for number in 0..30 {
        assert_eq!(
            ask(&format!("made-up-{number}")).await,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(ask("made-up").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask(NIGHTLY_EXPORT).await, StatusCode::OK);
}

#[tokio::test]
async fn a_command_line_names_a_public_client_by_basic_with_an_empty_secret() {
    let portal = Portal::new().await;
    let code = portal.admin().await.code(&authorize(&[]), None).await;
    let ask = async |header: &str, fields: &[(&str, &str)]| {
        let ask = portal.anonymous().ask(Method::POST, "/oauth/token");
        ask.header("authorization", header)
            .form(form(fields))
            .send()
            .await
    };
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let reply = ask("Basic eA==", &fields).await;
    is_refused(&reply, "invalid_client");
    assert!(reply.header("www-authenticate").starts_with("Basic"));
    // base64 of "{PARTNER_CRM}:"
    let basic = "Basic MGIyZjZhNTEtN2MxZS00ZDU1LTlhNjctMWYwZjViMWM5ZDAxOg==";
    Tokens::of(&ask(basic, &fields).await);
}

#[tokio::test]
async fn guessing_a_secret_is_slowed_down() {
    let portal = Portal::new().await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "guess"),
    ];
    for _ in 0..30 {
        assert_eq!(portal.token(&fields).await.status, StatusCode::UNAUTHORIZED);
    }
    let reply = portal.token(&fields).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.header("retry-after"), "300");
}

#[tokio::test]
async fn revoking_a_token_is_the_business_of_its_client_alone() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let revoke = async |client: &str, token: &str| {
        let ask = portal.anonymous().ask(Method::POST, "/oauth/revoke");
        ask.form(form(&[("client_id", client), ("token", token)]))
            .send()
            .await
    };
    assert_eq!(
        revoke(WALLBOARD, &tokens.refresh).await.status,
        StatusCode::OK
    );
    assert_eq!(
        revoke(PARTNER_CRM, "no such token").await.status,
        StatusCode::OK
    );
    assert!(portal.is_active(&tokens.refresh).await);
    assert_eq!(
        revoke(PARTNER_CRM, &tokens.access).await.status,
        StatusCode::OK
    );
    assert!(!portal.is_active(&tokens.access).await);
    assert!(portal.is_active(&tokens.refresh).await);
    assert_eq!(
        revoke(PARTNER_CRM, &tokens.refresh).await.status,
        StatusCode::OK
    );
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    let nobody = form(&[("token", &tokens.access)]);
    let reply = portal
        .anonymous()
        .ask(Method::POST, "/oauth/revoke")
        .form(nobody)
        .send()
        .await;
    is_refused(&reply, "invalid_client");
}

#[tokio::test]
async fn introspection_is_for_clients_that_prove_who_they_are() {
    let portal = Portal::new().await;
    let tokens = portal.signed_in_to_crm(&portal.admin().await).await;
    let ask = async |fields: &[(&str, &str)], header: Option<&str>| {
        let ask = portal.anonymous().ask(Method::POST, "/oauth/introspect");
        let ask = match header {
            Some(value) => ask.header("authorization", value),
            None => ask,
        };
        ask.form(form(fields)).send().await
    };
    let token = ("token", tokens.access.as_str());
    is_refused(
        &ask(&[("client_id", PARTNER_CRM), token], None).await,
        "invalid_client",
    );
    let empty_secret = format!("Basic {}", STANDARD.encode(format!("{PARTNER_CRM}:")));
    is_refused(&ask(&[token], Some(&empty_secret)).await, "invalid_client");
    // A header of a gateway in between is not the client's.
    let mine = [
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
        token,
    ];
    for scheme in [None, Some("Negotiate YIIabc"), Some("Bearer x")] {
        let reply = ask(&mine, scheme).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        assert_eq!(
            reply.json(),
            json!({ "active": false }),
            "another client's token"
        );
    }
}
