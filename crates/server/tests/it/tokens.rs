//! `POST /oauth/token`, and what tokens are good for.

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::oauth::{
    CALLBACK, NIGHTLY_EXPORT, Tokens, VERIFIER, authorize, form, is_refused, param, redemption,
};
use crate::portal::{APP_ORIGIN, ORIGIN, PARTNER_CRM, Portal, Reply, WALLBOARD, authorization};

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
async fn a_refresh_token_is_replaced_and_using_the_old_one_ends_the_family() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let first = portal.signed_in_to_crm(&admin).await;
    let second = Tokens::of(&portal.refresh(&first.refresh).await);
    assert_ne!(first.refresh, second.refresh);
    assert_eq!(first.scope, second.scope);
    is_refused(&portal.refresh(&first.refresh).await, "invalid_grant");
    is_refused(&portal.refresh(&second.refresh).await, "invalid_grant");
    assert!(!portal.is_active(&second.access).await);
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_and_never_for_more() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let refresh = async |token: &str, scope: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", token),
            ("scope", scope),
        ];
        portal.token(&fields).await
    };
    is_refused(
        &refresh(&tokens.refresh, "recordings").await,
        "invalid_scope",
    );
    let less = Tokens::of(&refresh(&tokens.refresh, "user-basic-info").await);
    assert_eq!(less.scope, ["user-basic-info"]);
    let all = Tokens::of(&portal.refresh(&less.refresh).await);
    assert_eq!(all.scope, tokens.scope);
}

#[tokio::test]
async fn a_family_ends_after_thirty_days_however_often_it_is_refreshed() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let mut tokens = portal.signed_in_to_crm(&admin).await;
    for _ in 0..29 {
        portal.clock.advance(24 * 60 * 60);
        tokens = Tokens::of(&portal.refresh(&tokens.refresh).await);
    }
    portal.clock.advance(24 * 60 * 60);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
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
async fn what_was_taken_away_does_not_come_back_with_a_refresh() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let first = portal.signed_in_to_crm(&admin).await;
    let path = authorization(PARTNER_CRM);
    admin
        .put(&path, json!({ "scope": ["user-basic-info"] }))
        .await;
    let second = Tokens::of(&portal.refresh(&first.refresh).await);
    assert_eq!(second.scope, ["user-basic-info"]);
    admin.put(&path, json!({ "scope": first.scope })).await;
    let third = Tokens::of(&portal.refresh(&second.refresh).await);
    assert_eq!(third.scope, ["user-basic-info"]);
}

#[tokio::test]
async fn what_is_long_over_is_forgotten() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for _ in 0..5 {
        admin.code(&authorize(&[]), None).await;
    }
    // The first look only notes the time.
    let forget = async || portal.store.forget(portal.clock.seconds()).await.unwrap();
    assert_eq!(forget().await, 0);
    for _ in 0..13 {
        portal.clock.advance(2 * 60 * 60);
        forget().await;
    }
    let admin = portal.admin().await;
    admin.code(&authorize(&[]), None).await;
    forget().await;
    assert_eq!(portal.count("SELECT count(*) FROM token_family").await, 1);
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        1
    );
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
async fn metadata_tells_the_truth() {
    let portal = Portal::new().await;
    let anyone = portal.anonymous();
    let mut told = anyone
        .get("/.well-known/oauth-authorization-server")
        .await
        .json();
    // Their order tells nothing.
    let supported = told["scopes_supported"].as_array_mut().unwrap();
    supported.sort_by_key(ToString::to_string);
    let scopes = portal.agent().await.get("/api/v2/oauth/scopes").await;
    let scopes = scopes.json()["entities"].as_array().unwrap().clone();
    let mut scopes: Vec<_> = scopes.iter().map(|scope| &scope["id"]).collect();
    scopes.sort_by_key(ToString::to_string);
    assert!(scopes.len() > 100);
    let client_auth = json!(["none", "client_secret_basic", "client_secret_post"]);
    let whole = json!({
        "issuer": ORIGIN,
        "authorization_endpoint": format!("{ORIGIN}/oauth/authorize"),
        "token_endpoint": format!("{ORIGIN}/oauth/token"),
        "revocation_endpoint": format!("{ORIGIN}/oauth/revoke"),
        "introspection_endpoint": format!("{ORIGIN}/oauth/introspect"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": client_auth,
        "revocation_endpoint_auth_methods_supported": client_auth,
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent"],
        "authorization_response_iss_parameter_supported": true,
    });
    assert_eq!(told, whole);
    for name in ["authorization", "token", "revocation", "introspection"] {
        let endpoint = told[format!("{name}_endpoint")].as_str().unwrap();
        let path = endpoint.strip_prefix(ORIGIN).unwrap();
        let status = anyone.get(path).await.status;
        assert_ne!(status, StatusCode::NOT_FOUND, "{endpoint}");
    }
}

#[tokio::test]
async fn every_grant_type_and_client_authentication_of_the_metadata_works() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    // A public client with a code and with a refresh token.
    let tokens = portal.signed_in_to_crm(&admin).await;
    let tokens = Tokens::of(&portal.refresh(&tokens.refresh).await);
    let secret = "demo-export-secret";
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!("{NIGHTLY_EXPORT}:{secret}"))
    );
    let post = [("client_id", NIGHTLY_EXPORT), ("client_secret", secret)];
    // One with a secret for itself, by both ways of telling it.
    for (header, fields) in [(Some(&basic), &post[..0]), (None, &post[..])] {
        let ask = async |path: &str, more: (&str, &str)| {
            let mut ask = portal.anonymous().ask(Method::POST, path);
            if let Some(header) = header {
                ask = ask.header("authorization", header);
            }
            let reply = ask.form(form(&[fields, &[more]].concat())).send().await;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
            reply
        };
        let grant = ("grant_type", "client_credentials");
        let mine = Tokens::of(&ask("/oauth/token", grant).await);
        let token = ("token", mine.access.as_str());
        assert_eq!(ask("/oauth/introspect", token).await.json()["active"], true);
        ask("/oauth/revoke", token).await;
        assert_eq!(
            ask("/oauth/introspect", token).await.json()["active"],
            false
        );
    }
    let none = [("client_id", PARTNER_CRM), ("token", &tokens.refresh)];
    let ask = portal.anonymous().ask(Method::POST, "/oauth/revoke");
    assert_eq!(ask.form(form(&none)).send().await.status, StatusCode::OK);
    assert!(!portal.is_active(&tokens.refresh).await);
}

#[tokio::test]
async fn every_prompt_of_the_metadata_works() {
    let portal = Portal::new().await;
    portal
        .execute("UPDATE client SET secret_hash = 'x' WHERE id LIKE '%9d01'")
        .await;
    let admin = portal.admin().await;
    admin.code(&authorize(&[]), None).await;
    let ask = async |prompt: &str| {
        let reply = admin.get(&authorize(&[("prompt", prompt)])).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        reply.header("location").to_owned()
    };
    // Nobody would be asked, so that each of them makes a difference or none.
    for silent in ["", "none"] {
        assert!(param(&ask(silent).await, "code").is_some());
    }
    assert!(ask("login").await.starts_with("/login?"));
    assert!(ask("consent").await.starts_with("/consent?"));
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
async fn of_twenty_refreshes_at_once_at_most_one_succeeds() {
    let portal = Portal::new().await;
    let tokens = portal.signed_in_to_crm(&portal.admin().await).await;
    let tries = (0..20).map(|_| portal.refresh(&tokens.refresh));
    let replies = futures_util::future::join_all(tries).await;
    let (won, lost): (Vec<_>, Vec<_>) = replies
        .iter()
        .partition(|reply| reply.status == StatusCode::OK);
    assert_eq!(won.len(), 1);
    for reply in lost {
        is_refused(reply, "invalid_grant");
    }
    // The pair of the code and the new one; and the use of one token twice ended both.
    let pairs = [
        "SELECT count(*) FROM access_token",
        "SELECT count(*) FROM refresh_token",
    ];
    for pair in pairs {
        assert_eq!(portal.count(pair).await, 2, "{pair}");
    }
    assert!(!portal.is_active(&Tokens::of(won[0]).access).await);
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
