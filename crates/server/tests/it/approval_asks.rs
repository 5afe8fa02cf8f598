//! Asking for an application: what it takes, and its limits.

use axum::http::StatusCode;
use serde_json::json;

use crate::approvals::{REQUESTS, ask, decision, is_listed};
use crate::oauth::authorize;
use crate::portal::{PARTNER_CRM, Person, Portal, WALLBOARD, authorization};

#[tokio::test]
async fn asking_twice_keeps_one_request_with_the_newer_reason() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let first = ask(&agent, PARTNER_CRM).await;
    assert_eq!(first["reason"], "To see my  customers.");
    let body = json!({ "clientId": PARTNER_CRM, "reason": "Better words." });
    let reply = agent.post(REQUESTS, body).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        (&reply.json()["id"], &reply.json()["reason"]),
        (&first["id"], &json!("Better words."))
    );
    for reason in ["", "   ", &"x".repeat(501)] {
        let reply = agent
            .post(
                REQUESTS,
                json!({ "clientId": PARTNER_CRM, "reason": reason }),
            )
            .await;
        reply.is(400, "constraint.validation");
        assert_eq!(reply.field(), "reason");
    }
    let unknown = json!({ "clientId": crate::portal::UNKNOWN, "reason": "x" });
    agent
        .post(REQUESTS, unknown)
        .await
        .is(404, "client.not.found");
}

#[tokio::test]
async fn who_asks_does_not_choose_what_an_administrator_grants() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    for scope in ["evil:made-up", "oauth"] {
        let body = json!({ "clientId": PARTNER_CRM, "reason": "x", "scope": [scope] });
        let reply = agent.post(REQUESTS, body).await;
        reply.is(400, "constraint.validation");
        assert_eq!(reply.field(), "scope");
    }
    let body = json!({ "clientId": PARTNER_CRM, "reason": "x", "scope": ["user-basic-info"] });
    let request = agent.post(REQUESTS, body).await.json();
    let body = json!({ "clientId": PARTNER_CRM, "reason": "y", "scope": ["recordings"] });
    let again = agent.post(REQUESTS, body).await.json();
    assert_eq!(
        again["scope"],
        json!(["user-basic-info"]),
        "what was read is what is approved"
    );
    let verdict = json!({ "decision": "approve" });
    admin.post(&decision(&request), verdict).await;
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    assert_eq!(stored["scope"], json!(["user-basic-info"]));
}

#[tokio::test]
async fn asking_is_limited_and_nobody_asks_for_what_is_switched_off() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let body = json!({ "clientId": crate::oauth::NIGHTLY_EXPORT, "reason": "x" });
    agent.post(REQUESTS, body).await.is(409, "request.conflict");
    let body = json!({ "clientId": PARTNER_CRM, "reason": "\u{200b}\u{202e}" });
    agent
        .post(REQUESTS, body)
        .await
        .is(400, "constraint.validation");
    for _ in 0..19 {
        ask_again(&agent).await;
    }
    let reply = agent
        .post(REQUESTS, json!({ "clientId": PARTNER_CRM, "reason": "x" }))
        .await;
    reply.is(429, "too.many.requests.retry.after");
    assert_eq!(reply.header("retry-after"), "300");
}

#[tokio::test]
async fn asking_and_taking_it_back_makes_no_endless_history() {
    let portal = Portal::new().await;
    let (agent, supervisor) = (portal.agent().await, portal.supervisor().await);
    let withdraw = json!({ "decision": "withdraw" });
    for _ in 0..5 {
        portal.clock.advance(600);
        let request = ask(&agent, PARTNER_CRM).await;
        agent.post(&decision(&request), withdraw.clone()).await;
    }
    let versions = "SELECT count(*) FROM authorization_version WHERE client_id LIKE '%9d01'";
    assert_eq!(portal.count(versions).await, 10);
    let body = json!({ "clientId": PARTNER_CRM, "reason": "x" });
    let reply = agent.post(REQUESTS, body).await;
    reply.is(429, "too.many.requests.retry.after");
    let wait: i64 = reply.header("retry-after").parse().unwrap();
    assert_eq!(wait, 24 * 60 * 60 - 4 * 600);
    assert_eq!(portal.count(versions).await, 10);
    // Others ask, and so does the same person for something else, or later.
    ask(&supervisor, PARTNER_CRM).await;
    ask(&agent, WALLBOARD).await;
    portal.clock.advance(wait);
    ask(&portal.agent().await, PARTNER_CRM).await;
}

async fn ask_again(person: &Person) {
    let reply = person
        .post(REQUESTS, json!({ "clientId": PARTNER_CRM, "reason": "x" }))
        .await;
    assert!(reply.status.is_success(), "{}", reply.text);
}

#[tokio::test]
async fn a_request_is_the_business_of_who_asked_and_of_administrators() {
    let portal = Portal::new().await;
    let (agent, supervisor) = (portal.agent().await, portal.supervisor().await);
    let request = ask(&agent, PARTNER_CRM).await;
    let path = format!("{REQUESTS}/{}", request["id"].as_str().unwrap());
    assert_eq!(agent.get(&path).await.status, StatusCode::OK);
    supervisor.get(&path).await.is(404, "not.found");
    let withdraw = json!({ "decision": "withdraw" });
    supervisor
        .post(&decision(&request), withdraw.clone())
        .await
        .is(404, "not.found");
    portal
        .admin()
        .await
        .post(&decision(&request), withdraw.clone())
        .await
        .is(404, "not.found");
    let approve = json!({ "decision": "approve" });
    agent
        .post(&decision(&request), approve)
        .await
        .is(403, "missing.any.permissions");
    let taken = agent.post(&decision(&request), withdraw).await.json();
    assert_eq!(taken["state"], "withdrawn");
    assert!(!is_listed(&portal.admin().await).await);
    let other = agent.asked(&authorize(&[])).await;
    let body = json!({ "clientId": PARTNER_CRM, "reason": "x", "consentId": other });
    supervisor
        .post(REQUESTS, body)
        .await
        .is(403, "consent.not.yours");
}

#[tokio::test]
async fn who_has_no_role_can_ask_for_an_authorized_application() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let request = ask(&agent, WALLBOARD).await;
    let stored = admin.get(&authorization(WALLBOARD)).await.json();
    assert_eq!(
        stored["state"], "Authorized",
        "it stays authorized for the others"
    );
    let verdict = json!({ "decision": "deny", "reason": "No." });
    admin.post(&decision(&request), verdict).await;
    let stored = admin.get(&authorization(WALLBOARD)).await.json();
    assert_eq!(stored["state"], "Authorized");
}
