//! `GET /oauth/authorize` that goes wrong: what is told to the client, and what only to the person.

use axum::http::StatusCode;

use crate::oauth::{CALLBACK, DIRECTORY, NIGHTLY_EXPORT, authorize, form, param, redemption};
use crate::portal::{OLD_DIALER, ORIGIN, PARTNER_CRM, Portal, QUEUE_SOUNDER, Reply};

/// What looks like a redirect URI of Partner CRM and is none.
pub const REDIRECTS: [&str; 15] = [
    "https://crm.partner.example/callback/",
    "https://crm.partner.example/Callback",
    "https://crm.partner.example:8443/callback",
    "https://user@crm.partner.example/callback",
    "https://crm.partner.example/%63allback",
    "https://crm.partner.example//callback",
    "//crm.partner.example/callback",
    "https:\\\\crm.partner.example\\callback",
    "https://crm.partner.example/callback\n",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "http://127.1:8090/callback",
    "http://localhost:8090/callback",
    "http://127.0.0.1:8090/other",
];

fn is_own_page(reply: &Reply, about: &str) {
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{about}");
    assert_eq!(reply.header("location"), "", "{about}");
    assert!(
        reply.header("content-type").starts_with("text/html"),
        "{about}"
    );
    let id = reply.header("inin-correlation-id");
    assert!(
        reply.text.contains(id),
        "the page names the request: {about}"
    );
}

#[tokio::test]
async fn an_unknown_client_or_redirect_gets_our_own_page_also_without_a_prompt() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let long = format!("https://crm.partner.example/callback?{}", "x".repeat(6_000));
    let redirects = [&REDIRECTS[..], &[long.as_str()]].concat();
    for prompt in ["", "none"] {
        for redirect in &redirects {
            let path = authorize(&[("redirect_uri", redirect), ("prompt", prompt)]);
            is_own_page(&admin.get(&path).await, redirect);
            is_own_page(&portal.anonymous().get(&path).await, redirect);
        }
        for client in ["", "x", "ffffffff-7c1e-4d55-9a67-1f0f5b1c9d05"] {
            let path = authorize(&[("client_id", client), ("prompt", prompt)]);
            is_own_page(&admin.get(&path).await, client);
        }
    }
    let twice = form(&[("redirect_uri", "https://evil.example/")]);
    let path = format!("{}&{twice}", authorize(&[]));
    is_own_page(&admin.get(&path).await, "two redirect URIs");
    let path = format!("{}&{}", authorize(&[]), form(&[("client_id", PARTNER_CRM)]));
    is_own_page(&admin.get(&path).await, "two clients");
}

#[tokio::test]
async fn what_else_is_wrong_is_told_to_the_client_with_state_and_issuer() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "unsupported_response_type"),
        ("response_mode", "fragment", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("scope", "no-such-scope", "invalid_scope"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "select_account", "invalid_request"),
        ("request", "x", "request_not_supported"),
        (
            "request_uri",
            "https://evil.example/",
            "request_not_supported",
        ),
        ("prompt", "none", "consent_required"),
    ] {
        let reply = admin.get(&authorize(&[(name, value)])).await;
        assert_eq!(
            reply.status,
            StatusCode::SEE_OTHER,
            "{name}={value}: {}",
            reply.text
        );
        let location = reply.header("location");
        assert!(location.starts_with(&format!("{CALLBACK}?")), "{location}");
        let of = |name| param(location, name);
        assert_eq!(of("error").as_deref(), Some(error), "{name}={value}");
        assert_eq!(of("state").as_deref(), Some("a state"));
        assert_eq!(of("iss").as_deref(), Some(ORIGIN));
        assert_eq!(of("code"), None);
    }
    let twice = format!("{}&state=other", authorize(&[]));
    let reply = admin.get(&twice).await;
    assert_eq!(
        param(reply.header("location"), "error").as_deref(),
        Some("invalid_request")
    );
}

#[tokio::test]
async fn whatever_else_is_wrong_nobody_is_sent_to_an_address_that_is_not_registered() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let evil = ("redirect_uri", "https://evil.example/callback");
    for wrong in [
        ("response_type", "token"),
        ("response_type", ""),
        ("response_mode", "fragment"),
        ("code_challenge", ""),
        ("code_challenge", "short"),
        ("code_challenge_method", ""),
        ("code_challenge_method", "plain"),
        ("scope", "no-such-scope"),
        ("request", "x"),
        ("request_uri", "https://evil.example/request"),
        ("prompt", "none"),
        ("prompt", "none login"),
        ("prompt", "select_account"),
        ("state", ""),
        // Switched off, for another grant, and revoked.
        ("client_id", QUEUE_SOUNDER),
        ("client_id", NIGHTLY_EXPORT),
        ("client_id", OLD_DIALER),
    ] {
        let path = authorize(&[evil, wrong]);
        is_own_page(&admin.get(&path).await, &path);
        is_own_page(&portal.anonymous().get(&path).await, &path);
    }
    for twice in [("state", "other"), ("scope", "users"), ("prompt", "none")] {
        let path = authorize(&[evil, ("scope", "users"), ("prompt", "none")]);
        let path = format!("{path}&{}", form(&[twice]));
        is_own_page(&admin.get(&path).await, &path);
    }
    // All at once.
    let all = [
        evil,
        ("response_type", "token"),
        ("code_challenge", ""),
        ("scope", "no-such-scope"),
        ("request_uri", "https://evil.example/request"),
        ("prompt", "none"),
    ];
    is_own_page(&admin.get(&authorize(&all)).await, "all at once");
    assert_eq!(portal.count("SELECT count(*) FROM consent").await, 0);
}

#[tokio::test]
async fn pkce_is_asked_of_every_client_the_built_in_one_and_one_with_a_secret_too() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    // From now on Partner CRM has a secret.
    portal
        .execute("UPDATE client SET secret_hash = 'x' WHERE id LIKE '%9d01'")
        .await;
    let directory = "https://directory.harbourline.example/signed-in";
    for client in [
        [("client_id", DIRECTORY), ("redirect_uri", directory)],
        [("client_id", PARTNER_CRM), ("redirect_uri", CALLBACK)],
    ] {
        for wrong in [
            &[("code_challenge", ""), ("code_challenge_method", "")][..],
            &[("code_challenge", "")],
            &[("code_challenge_method", "")],
            &[("code_challenge_method", "plain")],
            &[("code_challenge_method", "s256")],
        ] {
            let path = authorize(&[&client[..], wrong].concat());
            let reply = agent.get(&path).await;
            let location = reply.header("location");
            assert!(location.starts_with(client[1].1), "{path}: {location}");
            let error = param(location, "error");
            assert_eq!(error.as_deref(), Some("invalid_request"), "{path}");
            assert_eq!(param(location, "code"), None);
        }
    }
    let codes = "SELECT count(*) FROM authorization_code";
    assert_eq!(portal.count(codes).await, 0);
    let path = authorize(&[("client_id", DIRECTORY), ("redirect_uri", directory)]);
    agent.get(&path).await;
    assert_eq!(portal.count(codes).await, 1, "with PKCE it is issued");
}

#[tokio::test]
async fn only_what_is_read_must_be_there_once() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let more = form(&[
        ("resource", "https://api.example/one"),
        ("resource", "https://api.example/two"),
        ("vendor", "a"),
        ("vendor", "b"),
    ]);
    let id = admin.asked(&format!("{}&{more}", authorize(&[]))).await;
    let reply = admin.allow(&id, None).await;
    let code = param(reply.json()["redirectTo"].as_str().unwrap(), "code").unwrap();
    let redeem = async |more: &[(&str, &str)]| {
        let fields = [&redemption(&code)[..], more].concat();
        portal.token(&fields).await
    };
    let twice = redeem(&[("client_id", PARTNER_CRM)]).await;
    assert_eq!(twice.json()["error"], "invalid_request");
    let resource = ("resource", "https://api.example/one");
    let reply = redeem(&[resource, resource, ("vendor", "a"), ("vendor", "b")]).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
}

#[tokio::test]
async fn a_scope_that_is_refused_is_named() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let asked = "users no\"such\\scope\u{e9} other";
    let reply = admin.get(&authorize(&[("scope", asked)])).await;
    let why = param(reply.header("location"), "error_description").unwrap();
    assert_eq!(why, "A scope is not known: nosuchscope");
    let long = "x".repeat(3_000);
    let reply = admin.get(&authorize(&[("scope", &long)])).await;
    let why = param(reply.header("location"), "error_description").unwrap();
    assert!(why.len() < 120, "{why}");
    let itself = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
        ("scope", "oauth:readonly recordings"),
    ];
    let reply = portal.token(&itself).await.json();
    assert_eq!(reply["error"], "invalid_scope");
    assert!(
        reply["error_description"]
            .as_str()
            .unwrap()
            .ends_with(": recordings"),
        "{reply}"
    );
    let tokens = portal.signed_in_to_crm(&admin).await;
    let more = [
        ("grant_type", "refresh_token"),
        ("client_id", PARTNER_CRM),
        ("refresh_token", tokens.refresh.as_str()),
        ("scope", "displays:cast"),
    ];
    let reply = portal.token(&more).await.json();
    assert!(
        reply["error_description"]
            .as_str()
            .unwrap()
            .ends_with(": displays:cast"),
        "{reply}"
    );
}
