//! What changes between the screen and the decision: nothing is granted that was not shown.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::oauth::{Tokens, authorize, consent, param};
use crate::portal::{PARTNER_CRM, Person, Portal, Reply, authorization};

const CODES: &str = "SELECT count(*) FROM authorization_code";
const GRANTS: &str = "SELECT count(*) FROM user_grant WHERE client_id LIKE '%9d01'";
/// Inès Moreau gets the role of an administrator beside her own.
const PROMOTE: &str = "INSERT INTO user_role (user_id, role_id) SELECT user_account.id, role.id \
     FROM user_account, role WHERE email = 'agent@demo.example' AND role.document ->> 'name' = 'Master Admin'";
/// She changes the team: another role that says nothing about OAuth.
const MOVE: &str = "UPDATE user_role SET role_id = (SELECT id FROM role WHERE document ->> 'name' = 'Supervisor') \
     WHERE user_id = (SELECT id FROM user_account WHERE email = 'agent@demo.example') \
     AND role_id = (SELECT id FROM role WHERE document ->> 'name' = 'Agent')";

fn scopes(shown: &Value) -> Vec<&str> {
    let scopes = shown["scopes"].as_array().unwrap().iter();
    scopes.map(|scope| scope["id"].as_str().unwrap()).collect()
}

/// Allows all of what was shown before.
async fn allow(person: &Person, shown: &Value) -> Reply {
    let body = json!({ "decision": "allow", "scope": scopes(shown), "digest": shown["digest"] });
    let id = shown["id"].as_str().unwrap();
    person.post(&consent(id), body).await
}

async fn shown(person: &Person) -> Value {
    let id = person.asked(&authorize(&[])).await;
    person.shown(&id).await
}

/// A portal where Partner CRM is allowed for everybody.
async fn with_crm() -> Portal {
    let portal = Portal::new().await;
    let scope = json!({ "scope": ["user-basic-info", "external-contacts"] });
    let admin = portal.admin().await;
    let reply = admin.put(&authorization(PARTNER_CRM), scope).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    portal
}

#[tokio::test]
async fn other_roles_of_the_user_ask_again() {
    for change in [PROMOTE, MOVE] {
        let portal = with_crm().await;
        let agent = portal.agent().await;
        let before = shown(&agent).await;
        portal.execute(change).await;
        allow(&agent, &before).await.is(409, "consent.changed");
        let counts = (portal.count(CODES).await, portal.count(GRANTS).await);
        assert_eq!(counts, (0, 0), "{change}");
        // Nothing is spent either: what is shown now can be decided.
        let now = agent.shown(before["id"].as_str().unwrap()).await;
        assert_eq!(now["state"], "pending");
        assert_eq!(allow(&agent, &now).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_new_right_turns_a_question_about_oneself_into_one_for_the_organization() {
    let portal = with_crm().await;
    let agent = portal.agent().await;
    let before = shown(&agent).await;
    assert_eq!(before["audience"], "user");
    portal.execute(PROMOTE).await;
    let now = agent.shown(before["id"].as_str().unwrap()).await;
    assert_eq!(now["audience"], "organization");
    allow(&agent, &before).await.is(409, "consent.changed");
    let stored = portal.admin().await.get(&authorization(PARTNER_CRM)).await;
    assert_eq!(
        stored.json()["scope"],
        json!(["user-basic-info", "external-contacts"])
    );
}

#[tokio::test]
async fn what_was_shown_for_one_request_decides_no_other() {
    let portal = with_crm().await;
    let agent = portal.agent().await;
    let (first, second) = (shown(&agent).await, shown(&agent).await);
    assert_eq!(scopes(&first), scopes(&second));
    for decision in ["allow", "deny"] {
        let body =
            json!({ "decision": decision, "scope": scopes(&first), "digest": first["digest"] });
        let id = second["id"].as_str().unwrap();
        let reply = agent.post(&consent(id), body).await;
        reply.is(409, "consent.changed");
    }
    assert_eq!(portal.count(CODES).await + portal.count(GRANTS).await, 0);
    // Each is still open, to its own.
    assert_eq!(
        agent.deny(first["id"].as_str().unwrap()).await.status,
        StatusCode::OK
    );
    assert_eq!(allow(&agent, &second).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_another_tab_granted_meanwhile_ends_the_question_of_this_one() {
    let all = ["user-basic-info", "external-contacts", "recordings"];
    let path = authorize(&[("scope", &all.join(" "))]);
    for (first, second) in [(&all[..2], &all[..]), (&all[..], &all[..2])] {
        let portal = with_crm().await;
        let scope = json!({ "scope": all });
        let admin = portal.admin().await;
        admin.put(&authorization(PARTNER_CRM), scope).await;
        let agent = portal.agent().await;
        let here = agent.asked(&path).await;
        let here = agent.shown(&here).await;
        let tokens = Tokens::of(&portal.redeem(&agent.code(&path, Some(first)).await).await);
        let body = json!({ "decision": "allow", "scope": second, "digest": here["digest"] });
        let here = consent(here["id"].as_str().unwrap());
        let reply = agent.post(&here, body).await;
        reply.is(409, "consent.changed");
        let mine = agent.get("/api/v2/oauth/grants/me").await.json();
        let mut mine = mine["entities"].as_array().unwrap().iter();
        let grant = mine.find(|one| one["client"]["id"] == PARTNER_CRM);
        assert_eq!(grant.unwrap()["scope"], json!(first));
        assert_eq!(tokens.scope, first);
        assert_eq!(portal.count(CODES).await, 1);
    }
}

#[tokio::test]
async fn an_application_that_was_blocked_meanwhile_is_not_authorized() {
    let portal = Portal::new().await;
    let (admin, other) = (portal.admin().await, portal.admin().await);
    let agent = portal.agent().await;
    let before = shown(&admin).await;
    let ask = json!({ "clientId": PARTNER_CRM, "reason": "For customers." });
    let request = agent.post("/api/v2/oauth/requests", ask).await.json();
    let id = request["id"].as_str().unwrap();
    let verdict = json!({ "decision": "block", "reason": "It sells data." });
    let path = format!("/api/v2/oauth/requests/{id}/decision");
    assert_eq!(other.post(&path, verdict).await.status, StatusCode::OK);
    allow(&admin, &before).await.is(409, "consent.changed");
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    assert_eq!(stored["state"], "Unauthorized");
    assert_eq!(portal.count(CODES).await + portal.count(GRANTS).await, 0);
    let blocked = "SELECT count(*) FROM client_block WHERE client_id LIKE '%9d01'";
    assert_eq!(portal.count(blocked).await, 1, "the block stands");
}

#[tokio::test]
async fn a_users_consent_to_what_was_revoked_meanwhile_grants_nothing() {
    let portal = with_crm().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let before = shown(&agent).await;
    admin.delete(&authorization(PARTNER_CRM)).await;
    allow(&agent, &before).await.is(409, "consent.changed");
    // Nor does what is shown now open it: only an administrator can.
    let now = agent.shown(before["id"].as_str().unwrap()).await;
    assert_eq!(now["blocked"], "permission");
    allow(&agent, &now).await.is(403, "missing.any.permissions");
    assert_eq!(portal.count(CODES).await + portal.count(GRANTS).await, 0);
}

#[tokio::test]
async fn a_client_that_was_deleted_meanwhile_gets_nothing() {
    let portal = with_crm().await;
    let agent = portal.agent().await;
    let before = shown(&agent).await;
    portal
        .execute("UPDATE client SET date_deleted = '2026-11-23T09:00:00Z' WHERE id LIKE '%9d01'")
        .await;
    allow(&agent, &before).await.is(404, "client.not.found");
    assert_eq!(portal.count(CODES).await + portal.count(GRANTS).await, 0);
}

#[tokio::test]
async fn a_public_client_that_asks_for_nothing_is_still_asked_about_each_time() {
    let portal = Portal::new().await;
    portal
        .execute("UPDATE client SET document = json_set(document, '$.scope', json('[]')) WHERE id LIKE '%9d01'")
        .await;
    let admin = portal.admin().await;
    for reason in ["newApplication", "publicClient", "publicClient"] {
        let silent = admin.get(&authorize(&[("prompt", "none")])).await;
        let error = param(silent.header("location"), "error");
        assert_eq!(error.as_deref(), Some("consent_required"));
        let before = shown(&admin).await;
        assert_eq!(
            (&before["reason"], &before["scopes"]),
            (&json!(reason), &json!([]))
        );
        let reply = allow(&admin, &before).await;
        let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
        let tokens = portal.redeem(&param(&location, "code").unwrap()).await;
        assert_eq!(tokens.json()["scope"], "", "{}", tokens.text);
    }
}
