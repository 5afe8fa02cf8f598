//! Approval requests: users ask, administrators answer.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::oauth::{Tokens, authorize};
use crate::portal::{PARTNER_CRM, Person, Portal, WALLBOARD, authorization};

const REQUESTS: &str = "/api/v2/oauth/requests";

async fn ask(person: &Person, client: &str) -> Value {
    let body = json!({ "clientId": client, "reason": "  To see my\u{7} customers. " });
    let reply = person.post(REQUESTS, body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
    reply.json()
}

fn decision(request: &Value) -> String {
    format!("{REQUESTS}/{}/decision", request["id"].as_str().unwrap())
}

async fn is_listed(admin: &Person) -> bool {
    let list = admin.get("/api/v2/oauth/authorizations").await.json();
    let mut entities = list["entities"].as_array().unwrap().iter();
    entities.any(|one| one["client"]["id"] == PARTNER_CRM)
}

#[tokio::test]
async fn who_asks_waits_and_goes_on_when_it_is_approved() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let id = agent.asked(&authorize(&[])).await;
    let body = json!({ "clientId": PARTNER_CRM, "reason": "For customers.", "consentId": id });
    let reply = agent.post(REQUESTS, body.clone()).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let request = reply.json();
    assert_eq!(
        (&request["state"], &request["reason"]),
        (&json!("open"), &json!("For customers."))
    );
    assert_eq!(request["userRoles"][0]["name"], "Agent");
    assert_eq!(agent.shown(&id).await["request"]["state"], "open");
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    assert_eq!(
        (&stored["state"], &stored["pending"]),
        (&json!("Requested"), &json!(true))
    );
    let scope = json!([
        "user-basic-info",
        "external-contacts",
        "conversations:readonly",
        "presence:readonly"
    ]);
    let verdict = json!({ "decision": "approve", "scope": scope });
    let answered = admin.post(&decision(&request), verdict).await.json();
    assert_eq!(
        (&answered["state"], &answered["handledBy"]["name"]),
        (&json!("approved"), &json!("Ada Brandt"))
    );
    assert_eq!(answered["approvedScope"], scope);
    let shown = agent.shown(&id).await;
    assert_eq!(
        (&shown["canDecide"], &shown["audience"]),
        (&json!(true), &json!("user"))
    );
    let reply = agent.allow(&id, None).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    let code = crate::oauth::param(&location, "code").unwrap();
    assert_eq!(json!(Tokens::of(&portal.redeem(&code).await).scope), scope);
    agent.post(REQUESTS, body).await.is(409, "request.conflict");
}

#[tokio::test]
async fn approving_on_the_review_page_answers_those_who_can_use_it_now() {
    let portal = Portal::new().await;
    let (admin, agent, supervisor) = (
        portal.admin().await,
        portal.agent().await,
        portal.supervisor().await,
    );
    let first = ask(&agent, PARTNER_CRM).await;
    let second = ask(&supervisor, PARTNER_CRM).await;
    let role = second["userRoles"][0]["id"].clone();
    admin
        .put(
            &authorization(PARTNER_CRM),
            json!({ "scope": ["user-basic-info"], "roles": [role] }),
        )
        .await;
    let state = async |request: &Value| {
        let path = format!("{REQUESTS}/{}", request["id"].as_str().unwrap());
        admin.get(&path).await.json()["state"].clone()
    };
    assert_eq!(
        (state(&first).await, state(&second).await),
        (json!("open"), json!("approved"))
    );
    let verdict = json!({ "decision": "approve", "scope": ["user-basic-info"] });
    let reply = admin.post(&decision(&first), verdict).await;
    reply.is(400, "constraint.validation");
    assert_eq!(
        (reply.field().as_str(), state(&first).await),
        ("roles", json!("open"))
    );
    let verdict = json!({ "decision": "approve", "scope": ["user-basic-info"], "roles": [] });
    admin.post(&decision(&first), verdict).await;
    assert_eq!(state(&first).await, "approved");
}

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
async fn a_refusal_needs_a_reason_which_the_one_who_asked_reads() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let id = agent.asked(&authorize(&[])).await;
    let request = ask(&agent, PARTNER_CRM).await;
    assert!(is_listed(&admin).await);
    for body in [
        json!({ "decision": "deny" }),
        json!({ "decision": "block", "reason": " " }),
    ] {
        let reply = admin.post(&decision(&request), body).await;
        reply.is(400, "constraint.validation");
        assert_eq!(reply.field(), "reason");
    }
    let verdict = json!({ "decision": "deny", "reason": "Use the built-in one." });
    assert_eq!(
        admin
            .post(&decision(&request), verdict.clone())
            .await
            .json()["state"],
        "denied"
    );
    let shown = agent.shown(&id).await;
    assert_eq!(shown["request"]["answer"], "Use the built-in one.");
    assert_eq!(shown["request"]["handledBy"]["name"], "Ada Brandt");
    assert!(!is_listed(&admin).await, "nobody waits any more");
    admin
        .post(&decision(&request), verdict)
        .await
        .is(409, "request.already.handled");
    // Nothing is lost: asking again and approving goes on in the same history.
    let again = ask(&agent, PARTNER_CRM).await;
    let verdict = json!({ "decision": "approve" });
    assert_eq!(
        admin.post(&decision(&again), verdict).await.json()["state"],
        "approved"
    );
    let versions = admin
        .get(&format!("{}/versions", authorization(PARTNER_CRM)))
        .await
        .json();
    assert_eq!(versions["total"], 4);
}

#[tokio::test]
async fn a_blocked_application_takes_no_requests_until_it_is_authorized() {
    let portal = Portal::new().await;
    let (admin, agent, supervisor) = (
        portal.admin().await,
        portal.agent().await,
        portal.supervisor().await,
    );
    let first = ask(&agent, PARTNER_CRM).await;
    ask(&supervisor, PARTNER_CRM).await;
    let verdict = json!({ "decision": "block", "reason": "It sells data." });
    admin.post(&decision(&first), verdict).await;
    let open = admin.get(&format!("{REQUESTS}?state=open")).await.json();
    let waits = open["entities"]
        .as_array()
        .unwrap()
        .iter()
        .any(|one| one["client"]["id"] == PARTNER_CRM);
    assert!(!waits && !is_listed(&admin).await);
    let body = json!({ "clientId": PARTNER_CRM, "reason": "Please." });
    agent
        .post(REQUESTS, body)
        .await
        .is(409, "application.blocked");
    let id = agent.asked(&authorize(&[])).await;
    let shown = agent.shown(&id).await;
    assert_eq!(
        (&shown["blocked"], &shown["blockedReason"]),
        (&json!("application"), &json!("It sells data."))
    );
    admin
        .put(
            &authorization(PARTNER_CRM),
            json!({ "scope": ["user-basic-info"] }),
        )
        .await;
    let shown = agent.shown(&id).await;
    assert_eq!(shown["canDecide"], true);
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
async fn approving_one_person_takes_nothing_from_the_others() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let before = admin.get(&authorization(WALLBOARD)).await.json();
    let body = json!({ "clientId": WALLBOARD, "reason": "x", "scope": ["user-basic-info"] });
    let request = agent.post(REQUESTS, body).await.json();
    let verdict = json!({ "decision": "approve", "roles": [] });
    assert_eq!(
        admin.post(&decision(&request), verdict).await.json()["state"],
        "approved"
    );
    let after = admin.get(&authorization(WALLBOARD)).await.json();
    assert_eq!(before["scope"], after["scope"]);
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
async fn saving_an_authorization_as_it_is_lifts_a_block() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let request = ask(&agent, WALLBOARD).await;
    let verdict = json!({ "decision": "block", "reason": "No." });
    admin.post(&decision(&request), verdict).await;
    let stored = admin.get(&authorization(WALLBOARD)).await.json();
    let same = json!({ "scope": stored["scope"], "roles": stored["roles"] });
    admin.put(&authorization(WALLBOARD), same).await;
    ask(&agent, WALLBOARD).await;
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

#[tokio::test]
async fn open_requests_come_first_and_a_state_filters() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let all = admin.get(REQUESTS).await.json();
    let states: Vec<_> = all["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        states,
        ["open", "open", "open", "denied", "blocked", "approved"]
    );
    let denied = admin.get(&format!("{REQUESTS}?state=denied")).await.json();
    assert_eq!(denied["total"], 1);
    admin
        .get(&format!("{REQUESTS}?state=x"))
        .await
        .is(400, "invalid.query.param.value");
}

#[tokio::test]
async fn a_list_that_is_cut_says_how_many_there_are() {
    let portal = Portal::new().await;
    portal
        .execute(
            "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 600) \
             INSERT INTO approval_request (id, client_id, user_id, scope, reason, state, date_created) \
             SELECT 'old-' || n, client_id, user_id, scope, reason, 'withdrawn', date_created \
             FROM number, (SELECT * FROM approval_request LIMIT 1)",
        )
        .await;
    let admin = portal.admin().await;
    for (query, total) in [("", 606), ("?state=withdrawn", 600), ("?state=open", 3)] {
        let list = admin.get(&format!("{REQUESTS}{query}")).await.json();
        assert_eq!(list["total"], total, "{query}");
        let shown = list["entities"].as_array().unwrap().len();
        assert_eq!(shown, total.min(500), "{query}");
    }
}

#[tokio::test]
async fn a_stream_is_for_those_who_may_see_what_changes() {
    let portal = Portal::new().await;
    let events = format!("{REQUESTS}/events");
    portal
        .agent()
        .await
        .get(&events)
        .await
        .is(403, "missing.any.permissions");
    let admin = portal.admin().await;
    let head = admin.ask(Method::GET, &events).head().await;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.header("content-type"), "text/event-stream");
}
