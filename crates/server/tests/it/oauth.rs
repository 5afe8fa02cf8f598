//! Helpers: an application that signs somebody in, as far as HTTP shows it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::portal::{PARTNER_CRM, Person, Portal, Reply};

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CALLBACK: &str = "http://127.0.0.1:8090/callback";
pub const NIGHTLY_EXPORT: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d04";
pub const DIRECTORY: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d03";

pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// A well-formed authorize request of Partner CRM, with parameters replaced or added; an empty
/// value leaves one out.
pub fn authorize(changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", PARTNER_CRM),
        ("redirect_uri", CALLBACK),
        ("state", "a state"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth/authorize?{}", form(&fields))
}

/// A parameter of the redirect in an answer.
pub fn param(location: &str, name: &str) -> Option<String> {
    let query = location.split_once('?')?.1;
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub fn consent(id: &str) -> String {
    format!("/api/v2/oauth/consents/{id}")
}

impl Person {
    /// Follows an authorize request to the consent screen and answers its id.
    pub async fn asked(&self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let location = reply.header("location");
        assert!(location.starts_with("/consent?"), "{location}");
        param(location, "request").unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.write(Method::POST, path).json(&body).send().await
    }

    /// What the consent screen shows.
    pub async fn shown(&self, id: &str) -> Value {
        let reply = self.get(&consent(id)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    /// Allows what is ticked, with other scopes if they are named.
    pub async fn allow(&self, id: &str, scope: Option<&[&str]>) -> Reply {
        let shown = self.shown(id).await;
        let ticked = shown["scopes"].as_array().unwrap().iter();
        let ticked: Vec<_> = ticked
            .filter(|scope| scope["selected"] == true)
            .map(|scope| scope["id"].as_str().unwrap())
            .collect();
        let body = json!({
            "decision": "allow",
            "scope": scope.map_or(ticked, <[_]>::to_vec),
            "digest": shown["digest"],
        });
        self.post(&consent(id), body).await
    }

    pub async fn deny(&self, id: &str) -> Reply {
        let digest = &self.shown(id).await["digest"];
        let body = json!({ "decision": "deny", "digest": digest });
        self.post(&consent(id), body).await
    }

    /// The code of a sign-in that was allowed.
    pub async fn code(&self, path: &str, scope: Option<&[&str]>) -> String {
        let id = self.asked(path).await;
        let reply = self.allow(&id, scope).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
        param(&location, "code").unwrap_or_else(|| panic!("no code: {location}"))
    }

    /// A call with a token instead of the cookie.
    pub async fn with_token(&self, method: Method, path: &str, token: &str) -> Reply {
        self.ask(method, path)
            .header("authorization", &format!("Bearer {token}"))
            .send()
            .await
    }
}

impl Portal {
    pub async fn token(&self, fields: &[(&str, &str)]) -> Reply {
        let ask = self.anonymous().ask(Method::POST, "/oauth/token");
        ask.form(form(fields)).send().await
    }

    pub async fn redeem(&self, code: &str) -> Reply {
        self.token(&redemption(code)).await
    }

    pub async fn refresh(&self, token: &str) -> Reply {
        self.token(&[
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", token),
        ])
        .await
    }

    /// Whether a token is worth anything, as introspection tells it to a client that may ask.
    pub async fn is_active(&self, token: &str) -> bool {
        let live = self.store.live_token(token, self.clock.seconds()).await;
        live.unwrap().is_some()
    }

    /// Tokens of Partner CRM for a person who allows what is ticked.
    pub async fn signed_in_to_crm(&self, person: &Person) -> Tokens {
        let code = person.code(&authorize(&[]), None).await;
        Tokens::of(&self.redeem(&code).await)
    }
}

pub fn redemption(code: &str) -> [(&str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", PARTNER_CRM),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub scope: Vec<String>,
}

impl Tokens {
    pub fn of(reply: &Reply) -> Self {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let body = reply.json();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
            scope: text("scope").split(' ').map(str::to_owned).collect(),
        }
    }
}

/// Asserts an error of the token endpoint.
pub fn is_refused(reply: &Reply, error: &str) {
    assert_eq!(reply.json()["error"], error, "{}", reply.text);
    assert!(reply.status.is_client_error(), "{}", reply.status);
    assert_eq!(reply.header("cache-control"), "no-store");
}
