//! Redeeming a code (RFC 6749 section 4.1.3).

use axum::http::{Method, StatusCode};

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, form, is_refused, redemption};
use crate::portal::{PARTNER_CRM, Portal, WALLBOARD};

#[tokio::test]
async fn a_code_is_good_for_its_client_redirect_and_verifier_only() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    for (name, value, error) in [
        ("code", "x", "invalid_grant"),
        (
            "redirect_uri",
            "https://crm.partner.example/callback",
            "invalid_grant",
        ),
        (
            "code_verifier",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            "invalid_grant",
        ),
        ("code_verifier", "", "invalid_request"),
        ("redirect_uri", "", "invalid_request"),
        ("grant_type", "password", "unsupported_grant_type"),
        ("grant_type", "", "invalid_request"),
        ("client_id", WALLBOARD, "invalid_grant"),
        ("client_id", NIGHTLY_EXPORT, "invalid_client"),
        ("client_id", "", "invalid_client"),
    ] {
        let mut fields = redemption(&code).to_vec();
        fields.retain(|(one, _)| *one != name);
        fields.push((name, value));
        is_refused(&portal.token(&fields).await, error);
    }
    let mut twice = redemption(&code).to_vec();
    twice.push(("code", &code));
    is_refused(&portal.token(&twice).await, "invalid_request");
    Tokens::of(&portal.redeem(&code).await);
}

#[tokio::test]
async fn a_code_ends_after_a_minute_or_with_its_session() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    portal.clock.advance(60);
    is_refused(&portal.redeem(&code).await, "invalid_grant");
    let code = admin.code(&authorize(&[]), None).await;
    admin.delete("/api/v2/tokens/me").await;
    is_refused(&portal.redeem(&code).await, "invalid_grant");
}

#[tokio::test]
async fn using_a_code_twice_ends_what_came_of_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    assert!(portal.is_active(&tokens.access).await);
    is_refused(&portal.redeem(&code).await, "invalid_grant");
    assert!(!portal.is_active(&tokens.access).await);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
}

#[tokio::test]
async fn of_fifty_redemptions_at_once_one_succeeds() {
    let portal = Portal::new().await;
    let code = portal.admin().await.code(&authorize(&[]), None).await;
    let tries = (0..50).map(|_| portal.redeem(&code));
    let replies = futures_util::future::join_all(tries).await;
    let successes = replies
        .iter()
        .filter(|reply| reply.status == StatusCode::OK);
    assert_eq!(successes.count(), 1);
    assert_eq!(portal.count("SELECT count(*) FROM access_token").await, 1);
}

#[tokio::test]
async fn a_spent_code_in_other_hands_ends_nothing() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    let mut fields = redemption(&code);
    fields[1] = ("client_id", WALLBOARD);
    is_refused(&portal.token(&fields).await, "invalid_grant");
    assert!(portal.is_active(&tokens.access).await);
}

#[tokio::test]
async fn a_failing_store_is_never_told_as_a_success() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    portal.break_store().await;
    for (path, fields) in [
        (
            "/oauth/revoke",
            vec![
                ("client_id", PARTNER_CRM),
                ("token", tokens.refresh.as_str()),
            ],
        ),
        (
            "/oauth/introspect",
            vec![
                ("client_id", NIGHTLY_EXPORT),
                ("client_secret", "demo-export-secret"),
                ("token", tokens.refresh.as_str()),
            ],
        ),
    ] {
        let ask = portal.anonymous().ask(Method::POST, path);
        let reply = ask.form(form(&fields)).send().await;
        assert!(reply.status.is_server_error(), "{path}: {}", reply.status);
        assert_eq!(reply.json()["error"], "server_error");
    }
}
