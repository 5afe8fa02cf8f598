//! `POST /oauth/token`, and what tokens are good for.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::oauth::{Tokens, authorize, form, is_refused, param};
use crate::portal::{APP_ORIGIN, PARTNER_CRM, Portal, Reply, authorization};

const REQUIRED: [&str; 4] = [
    "user-basic-info",
    "external-contacts",
    "conversations:readonly",
    "presence:readonly",
];

#[tokio::test]
async fn a_token_carries_exactly_what_was_allowed() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), Some(&REQUIRED)).await;
    let reply = portal.redeem(&code).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.json()["token_type"], "bearer");
    assert_eq!(reply.json()["expires_in"], 86_400);
    let tokens = Tokens::of(&reply);
    assert_eq!(tokens.scope, REQUIRED);
    let me = admin
        .with_token(Method::GET, "/api/v2/tokens/me", &tokens.access)
        .await;
    assert_eq!(me.json()["authorizedScope"], json!(REQUIRED));
    assert_eq!(me.json()["OAuthClient"]["name"], "Partner CRM");
    let stored = admin.get(&authorization(PARTNER_CRM)).await;
    assert_eq!(
        stored.json()["scope"],
        json!(REQUIRED),
        "the organization allows the same"
    );
    assert_eq!(stored.json()["state"], "Authorized");
}

#[tokio::test]
async fn nothing_secret_is_stored_as_it_is() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    let bytes = std::fs::read(&portal.database).unwrap();
    let mut wal = portal.database.clone().into_os_string();
    wal.push("-wal");
    let bytes = [bytes, std::fs::read(wal).unwrap_or_default()].concat();
    let text = String::from_utf8_lossy(&bytes);
    for secret in [&code, &tokens.access, &tokens.refresh] {
        assert!(secret.len() >= 64 && !text.contains(secret.as_str()));
    }
    assert!(!text.contains("demo-export-secret"));
}

#[tokio::test]
async fn an_access_token_ends_with_its_life() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    portal.clock.advance(86_399);
    assert!(portal.is_active(&tokens.access).await);
    portal.clock.advance(1);
    assert!(!portal.is_active(&tokens.access).await);
    let reply = admin
        .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
        .await;
    reply.is(401, "authentication.required");
}

#[tokio::test]
async fn the_scope_is_checked_before_the_permission() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let list = "/api/v2/oauth/authorizations";
    let reply = admin.with_token(Method::GET, list, &tokens.access).await;
    reply.is(403, "app.not.authorized.for.scope");
    assert_eq!(
        reply.json()["message"],
        "App not authorized to use scope [oauth, oauth:readonly]"
    );
    let agent = portal.agent().await;
    let path = authorize(&[("scope", "oauth:readonly user-basic-info")]);
    // The organization has to allow the scope first.
    admin
        .code(&path, Some(&["oauth:readonly", "user-basic-info"]))
        .await;
    let code = agent
        .code(&path, Some(&["oauth:readonly", "user-basic-info"]))
        .await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    let reply = agent.with_token(Method::GET, list, &tokens.access).await;
    reply.is(403, "missing.any.permissions");
}

#[tokio::test]
async fn an_application_never_decides_about_itself() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorize(&[("scope", "oauth user-basic-info")]);
    let code = admin.code(&path, Some(&["oauth", "user-basic-info"])).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    let id = admin.asked(&authorize(&[])).await;
    let path = crate::oauth::consent(&id);
    let reply = admin.with_token(Method::GET, &path, &tokens.access).await;
    reply.is(403, "app.not.authorized.for.scope");
    let reply = admin
        .ask(Method::POST, &path)
        .header("authorization", &format!("Bearer {}", tokens.access))
        .json(&json!({ "decision": "allow", "digest": "" }))
        .send()
        .await;
    reply.is(403, "app.not.authorized.for.scope");
}

#[tokio::test]
async fn what_is_no_access_token_opens_nothing_as_one() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let code = admin.code(&authorize(&[]), None).await;
    let cookie = admin.cookie.clone().unwrap();
    let session = cookie.split_once('=').unwrap().1;
    let anyone = portal.anonymous();
    for path in ["/api/v2/users/me", "/api/v2/tokens/me"] {
        for token in [&tokens.refresh, &code, session] {
            // With the cookie of a live session beside it too.
            for person in [&anyone, &admin] {
                let reply = person.with_token(Method::GET, path, token).await;
                reply.is(401, "authentication.required");
            }
        }
        let reply = anyone.with_token(Method::GET, path, &tokens.access).await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    // None of them was spent by that.
    assert!(portal.is_active(&tokens.refresh).await);
    Tokens::of(&portal.redeem(&code).await);
}

#[tokio::test]
async fn a_token_signs_nobody_in_to_another_application() {
    let portal = Portal::new().await;
    let tokens = portal.signed_in_to_crm(&portal.admin().await).await;
    let consents = "SELECT count(*) FROM consent";
    let before = portal.count(consents).await;
    let anyone = portal.anonymous();
    let path = authorize(&[]);
    let reply = anyone.with_token(Method::GET, &path, &tokens.access).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let location = reply.header("location");
    assert!(location.starts_with("/login?next="), "{location}");
    let path = authorize(&[("prompt", "none")]);
    let reply = anyone.with_token(Method::GET, &path, &tokens.access).await;
    let error = param(reply.header("location"), "error");
    assert_eq!(error.as_deref(), Some("login_required"));
    assert_eq!(portal.count(consents).await, before);
}

#[tokio::test]
async fn nothing_keeps_an_answer_with_something_secret_in_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let ask = async |path: &str, token: &str| {
        let fields = [("client_id", PARTNER_CRM), ("token", token)];
        let ask = portal.anonymous().ask(Method::POST, path);
        ask.form(form(&fields)).send().await
    };
    let path = authorize(&[]);
    let asked = admin.get(&path).await;
    let allowed = admin.allow(&admin.asked(&path).await, None).await;
    let to = allowed.json()["redirectTo"].as_str().unwrap().to_owned();
    let redeemed = portal.redeem(&param(&to, "code").unwrap()).await;
    let tokens = Tokens::of(&redeemed);
    let denied = admin.deny(&admin.asked(&path).await).await;
    let told = ask("/oauth/introspect", &tokens.access).await;
    let revoked = ask("/oauth/revoke", &tokens.access).await;
    let refused = ask("/oauth/revoke", "").await;
    for (reply, status) in [
        (asked, 303),
        (allowed, 200),
        (redeemed, 200),
        (denied, 200),
        (told, 401),
        (revoked, 200),
        (refused, 400),
    ] {
        let told = (reply.status.as_u16(), reply.header("cache-control"));
        assert_eq!(told, (status, "no-store"), "{}", reply.text);
    }
}

#[tokio::test]
async fn only_listed_origins_may_read_with_a_token() {
    let portal = Portal::new().await;
    let ask = async |method: Method, path: &str, origin: &str| {
        let ask = portal
            .anonymous()
            .ask(method, path)
            .header("origin", origin);
        ask.header("access-control-request-method", "GET")
            .send()
            .await
    };
    for path in ["/api/v2/users/me", "/oauth/token"] {
        for (origin, allowed) in [
            (APP_ORIGIN, APP_ORIGIN),
            ("https://evil.example", ""),
            ("null", ""),
        ] {
            let reply = ask(Method::OPTIONS, path, origin).await;
            assert_eq!(
                reply.header("access-control-allow-origin"),
                allowed,
                "{path} {origin}"
            );
            assert_eq!(reply.header("access-control-allow-credentials"), "");
            assert!(reply.header("vary").to_lowercase().contains("origin"));
        }
    }
    let refused = ask(Method::GET, "/api/v2/users/me", APP_ORIGIN).await;
    refused.is(401, "authentication.required");
    assert_eq!(
        refused.header("access-control-allow-origin"),
        APP_ORIGIN,
        "a refusal can be read"
    );
    let readable = refused.header("access-control-expose-headers");
    for header in ["date", "etag", "retry-after", "inin-correlation-id"] {
        assert!(readable.contains(header), "{header} is not in {readable}");
    }
    let reply = ask(Method::GET, "/login", APP_ORIGIN).await;
    assert_eq!(reply.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn signing_out_with_a_token_ends_what_came_with_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let reply = admin
        .with_token(Method::DELETE, "/api/v2/tokens/me", &tokens.access)
        .await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    assert_eq!(
        admin.get("/api/v2/tokens/me").await.status,
        StatusCode::OK,
        "the session lives"
    );
}

#[tokio::test]
async fn a_refusal_of_the_api_says_what_token_would_do_better() {
    let portal = Portal::new().await;
    let (admin, viewer) = (portal.admin().await, portal.viewer().await);
    let list = "/api/v2/oauth/authorizations";
    let challenge = |reply: &Reply| reply.header("www-authenticate").to_owned();
    let realm = "Bearer realm=\"Countersign\"";
    assert_eq!(challenge(&portal.anonymous().get(list).await), realm);
    let dead = admin.with_token(Method::GET, list, "made-up").await;
    assert_eq!(
        challenge(&dead),
        format!("{realm}, error=\"invalid_token\"")
    );
    let tokens = portal.signed_in_to_crm(&admin).await;
    let scope = admin.with_token(Method::GET, list, &tokens.access).await;
    scope.is(403, "app.not.authorized.for.scope");
    let wanted = format!("{realm}, error=\"insufficient_scope\", scope=\"oauth oauth:readonly\"");
    assert_eq!(challenge(&scope), wanted);
    let permission = viewer.get(list).await;
    permission.is(403, "missing.any.permissions");
    assert_eq!(challenge(&permission), realm);
    // What no token would change says nothing of one.
    let other_site = admin.ask(Method::DELETE, list).send().await;
    assert_eq!(challenge(&other_site), "");
}
