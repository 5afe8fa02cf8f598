//! The audit of sign-ins, tokens and what clients do.

use serde_json::{Value, json};

use crate::audit::{EVENTS, SCOPE, event, is, me};
use crate::oauth::authorize;
use crate::portal::{PARTNER_CRM, Portal, authorization};

#[tokio::test]
async fn using_a_code_or_refresh_token_again_is_written_down_once() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let body = json!({ "scope": SCOPE });
    let admin = portal.admin().await;
    admin.put(&authorization(PARTNER_CRM), body).await;
    let before = json!({ "user": me(&agent).await, "scope": SCOPE });
    let who = (&json!(PARTNER_CRM), "Partner CRM");

    let code = agent.code(&authorize(&[]), None).await;
    portal.redeem(&code).await;
    let reply = portal.redeem(&code).await;
    let row = event(&portal, "token.reused", &reply).await;
    is(&row, who, &before, &json!({ "reused": "code" }));
    assert_eq!(row["client_id"], PARTNER_CRM);
    portal.redeem(&code).await;

    let tokens = portal.signed_in_to_crm(&agent).await;
    portal.refresh(&tokens.refresh).await;
    let reply = portal.refresh(&tokens.refresh).await;
    let row = event(&portal, "token.reused", &reply).await;
    is(&row, who, &before, &json!({ "reused": "refreshToken" }));
    portal.refresh(&tokens.refresh).await;
    let reused = "SELECT count(*) FROM audit_event WHERE action = 'token.reused'";
    assert_eq!(portal.count(reused).await, 2);
}

#[tokio::test]
async fn signing_in_and_out_is_written_down_and_what_was_refused_too() {
    let portal = Portal::new().await;
    let reply = portal
        .sign_in("agent@demo.example", "countersign-demo")
        .await;
    let mut agent = portal.anonymous();
    agent.cookie = Some(reply.cookie());
    let id = me(&agent).await;
    let who = (&id, "Inès Moreau");
    let row = event(&portal, "session.started", &reply).await;
    is(&row, who, &Value::Null, &json!({ "network": "192.0.2.7" }));
    assert_eq!(row["client_id"], "");
    let out = agent.ask(axum::http::Method::POST, "/logout");
    let reply = out.header("origin", crate::portal::ORIGIN).send().await;
    let row = event(&portal, "session.ended", &reply).await;
    is(&row, who, &Value::Null, &Value::Null);

    let reply = portal.agent().await.delete("/api/v2/tokens/me").await;
    let row = event(&portal, "session.ended", &reply).await;
    is(&row, who, &Value::Null, &Value::Null);

    // What was typed as a name is not kept: it may be a password.
    for (name, times) in [("agent@demo.example", 3), ("hunter2", 2)] {
        for _ in 0..times {
            portal.sign_in(name, "wrong").await;
        }
    }
    portal.write_uses().await;
    let rows = portal.rows(EVENTS).await;
    let refused: Vec<_> = rows
        .iter()
        .filter(|row| row["action"] == "session.refused")
        .collect();
    // Nobody's act; the account is what it was about.
    assert!(refused.iter().all(|row| row["actor_id"] == ""));
    let mut told: Vec<_> = refused.iter().map(|row| row["after"].to_string()).collect();
    told.sort();
    let about = |user: &Value, number: u32| {
        json!({ "user": user, "network": "192.0.2.7", "attempts": number }).to_string()
    };
    let mut expected = [about(&id, 3), about(&json!(""), 2)];
    expected.sort();
    assert_eq!(told, expected);
    let text = serde_json::to_string(&rows).unwrap();
    assert!(
        !text.contains("hunter2") && !text.contains("wrong"),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_client_revokes_is_written_down_once() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let body = json!({ "scope": SCOPE });
    portal
        .admin()
        .await
        .put(&authorization(PARTNER_CRM), body)
        .await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let before = json!({ "user": me(&agent).await, "scope": SCOPE });
    let who = (&json!(PARTNER_CRM), "Partner CRM");
    let revoke = async |token: &str| {
        let fields = [("client_id", PARTNER_CRM), ("token", token)];
        let ask = portal
            .anonymous()
            .ask(axum::http::Method::POST, "/oauth/revoke");
        ask.form(crate::oauth::form(&fields)).send().await
    };
    for (token, kind) in [
        (&tokens.access, "accessToken"),
        (&tokens.refresh, "refreshToken"),
    ] {
        let reply = revoke(token).await;
        let row = event(&portal, "token.revoked", &reply).await;
        is(&row, who, &before, &json!({ "revoked": kind }));
        revoke(token).await;
    }
    let revoked = "SELECT count(*) FROM audit_event WHERE action = 'token.revoked'";
    assert_eq!(portal.count(revoked).await, 2);
}
