//! What the metadata say (RFC 8414), and that it is so.

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, form, param};
use crate::portal::{ORIGIN, PARTNER_CRM, Portal};

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
