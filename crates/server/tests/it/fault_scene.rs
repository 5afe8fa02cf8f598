//! What people and applications do while the store fails, and what is true then.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, consent, form, redemption};

use crate::portal::{Ask, PARTNER_CRM, Person, Portal, WALLBOARD, authorization};

/// People with tokens, and what is ready to be done with them.
pub struct Scene {
    pub portal: Portal,
    pub admin: Person,
    pub agent: Person,
    pub tokens: Tokens,
    /// Of another sign-in, to be redeemed.
    pub code: String,
    /// A consent screen that is open.
    pub consent: String,
    pub digest: Value,
    pub request: String,
}

pub async fn scene(portal: Portal) -> Scene {
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let body = json!({ "scope": ["user-basic-info", "external-contacts"] });
    admin.put(&authorization(PARTNER_CRM), body).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let code = agent.code(&authorize(&[]), None).await;
    let consent = agent.asked(&authorize(&[])).await;
    let digest = agent.shown(&consent).await["digest"].clone();
    let ask = json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Please." });
    let request = agent.post("/api/v2/oauth/requests", ask).await.json();
    Scene {
        request: request["id"].as_str().unwrap().to_owned(),
        portal,
        admin,
        agent,
        tokens,
        code,
        consent,
        digest,
    }
}

impl Scene {
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        self.portal
            .anonymous()
            .ask(Method::POST, path)
            .form(form(fields))
    }

    /// Every operation that writes.
    pub fn writes(&self) -> Vec<(&'static str, Ask)> {
        let (admin, agent) = (&self.admin, &self.agent);
        let crm = authorization(PARTNER_CRM);
        let wallboard = authorization(WALLBOARD);
        let json = |person: &Person, method: Method, path: &str, body: Value| {
            person.write(method, path).json(&body)
        };
        let requests = format!("/api/v2/oauth/requests/{}/decision", self.request);
        let decision = |decision: &str| json!({ "decision": decision, "scope": ["user-basic-info", "external-contacts"], "digest": self.digest });
        let refresh = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", self.tokens.refresh.as_str()),
        ];
        let itself = [
            ("grant_type", "client_credentials"),
            ("client_id", NIGHTLY_EXPORT),
            ("client_secret", "demo-export-secret"),
        ];
        let revoke = [
            ("client_id", PARTNER_CRM),
            ("token", self.tokens.access.as_str()),
        ];
        let sign_out = agent.ask(Method::POST, "/logout");
        let ask = json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Again." });
        let bearer = format!("Bearer {}", self.tokens.access);
        vec![
            (
                "authorize",
                json(
                    admin,
                    Method::PUT,
                    &wallboard,
                    json!({ "scope": ["users"] }),
                ),
            ),
            ("revoke", json(admin, Method::DELETE, &wallboard, json!({}))),
            (
                "restore",
                json(
                    admin,
                    Method::POST,
                    &format!("{wallboard}/versions/1/restore"),
                    json!({}),
                ),
            ),
            (
                "take a consent back",
                agent.write(
                    Method::DELETE,
                    &format!("/api/v2/oauth/grants/me/{PARTNER_CRM}"),
                ),
            ),
            (
                "ask",
                json(agent, Method::POST, "/api/v2/oauth/requests", ask),
            ),
            (
                "answer",
                json(
                    admin,
                    Method::POST,
                    &requests,
                    json!({ "decision": "deny", "reason": "No." }),
                ),
            ),
            ("open a consent", agent.ask(Method::GET, &authorize(&[]))),
            (
                "allow",
                json(
                    agent,
                    Method::POST,
                    &consent(&self.consent),
                    decision("allow"),
                ),
            ),
            (
                "deny",
                json(
                    agent,
                    Method::POST,
                    &consent(&self.consent),
                    decision("deny"),
                ),
            ),
            ("redeem", self.form("/oauth/token", &redemption(&self.code))),
            ("refresh", self.form("/oauth/token", &refresh)),
            ("issue", self.form("/oauth/token", &itself)),
            ("revoke a token", self.form("/oauth/revoke", &revoke)),
            (
                "sign in",
                self.portal.anonymous().sign_in_form(
                    "viewer@demo.example",
                    "countersign-demo",
                    "/",
                ),
            ),
            (
                "sign out",
                sign_out.header("origin", "http://127.0.0.1:8080"),
            ),
            (
                "end a session",
                agent.write(Method::DELETE, "/api/v2/tokens/me"),
            ),
            (
                "end a token",
                self.portal
                    .anonymous()
                    .ask(Method::DELETE, "/api/v2/tokens/me")
                    .header("authorization", &bearer),
            ),
            (
                "revoke for all",
                json(admin, Method::DELETE, &crm, json!({})),
            ),
        ]
    }

    /// What reads answer on each connection: several at once, again and again.
    pub async fn statuses(&self, ask: impl Fn() -> Ask) -> Vec<u16> {
        let mut seen = Vec::new();
        for _ in 0..3 {
            let replies = join_all((0..8).map(|_| ask().send())).await;
            seen.extend(replies.iter().map(|reply| reply.status.as_u16()));
        }
        seen.dedup();
        seen
    }
}
