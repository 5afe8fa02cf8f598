//! Approval requests: users ask, administrators answer.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::oauth::{Tokens, authorize};
use crate::portal::{PARTNER_CRM, Person, Portal, WALLBOARD, authorization};

pub const REQUESTS: &str = "/api/v2/oauth/requests";

pub async fn ask(person: &Person, client: &str) -> Value {
    let body = json!({ "clientId": client, "reason": "  To see my\u{7} customers. " });
    let reply = person.post(REQUESTS, body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
    reply.json()
}

pub fn decision(request: &Value) -> String {
    format!("{REQUESTS}/{}/decision", request["id"].as_str().unwrap())
}

pub async fn is_listed(admin: &Person) -> bool {
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
