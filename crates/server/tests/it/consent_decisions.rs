//! Deciding a consent request: once, what was shown, by the one who saw it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::consents::ids;
use crate::oauth::{CALLBACK, authorize, consent, param};
use crate::portal::{ORIGIN, PARTNER_CRM, Portal, authorization};

#[tokio::test]
async fn a_decision_may_leave_out_what_is_optional_and_nothing_else() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let reply = admin.allow(&id, Some(&["user-basic-info"])).await;
    reply.is(400, "constraint.validation");
    assert_eq!(reply.field(), "scope");
    let reply = admin.allow(&id, Some(&["users"])).await;
    reply.is(400, "constraint.validation");
    let nothing = portal
        .count("SELECT count(*) FROM user_grant WHERE client_id LIKE '%9d01'")
        .await;
    assert_eq!(nothing, 0);
    let reply = admin.allow(&id, None).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    assert!(location.starts_with(CALLBACK), "{location}");
    assert_eq!(param(&location, "state").as_deref(), Some("a state"));
    assert_eq!(param(&location, "iss").as_deref(), Some(ORIGIN));
}

#[tokio::test]
async fn denying_tells_the_client_and_is_written_down() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let reply = admin.deny(&id).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    let of = |name| param(&location, name);
    assert_eq!(of("error").as_deref(), Some("access_denied"));
    assert_eq!(
        (of("state").as_deref(), of("iss").as_deref()),
        (Some("a state"), Some(ORIGIN))
    );
    assert_eq!(admin.shown(&id).await["state"], "denied");
    let written = "SELECT count(*) FROM audit_event WHERE action = 'consent.denied' AND actor_name = 'Ada Brandt'";
    assert_eq!(portal.count(written).await, 1);
    assert_eq!(
        admin.get(&authorization(PARTNER_CRM)).await.json()["state"],
        "Unauthorized"
    );
}

#[tokio::test]
async fn a_decision_is_made_once_also_by_twenty_at_once() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let tries = (0..20).map(|_| admin.allow(&id, None));
    let replies = futures_util::future::join_all(tries).await;
    let (won, lost): (Vec<_>, Vec<_>) = replies
        .iter()
        .partition(|reply| reply.status == StatusCode::OK);
    assert_eq!(won.len(), 1);
    for reply in lost {
        reply.is(409, "consent.already.decided");
    }
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        1
    );
    assert_eq!(admin.shown(&id).await["state"], "allowed");
    admin.deny(&id).await.is(409, "consent.already.decided");
}

#[tokio::test]
async fn what_changed_since_it_was_shown_is_not_granted() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let other = portal.admin().await;
    for change in [
        "UPDATE client SET document = json_set(document, '$.name', 'Partner CRM 2') WHERE id LIKE '%9d01'",
        "UPDATE client SET document = json_set(document, '$.registeredRedirectUri[2]', 'https://x.example/') WHERE id LIKE '%9d01'",
        "UPDATE client SET optional_scope = '[]' WHERE id LIKE '%9d01'",
    ] {
        let id = admin.asked(&authorize(&[])).await;
        let shown = admin.shown(&id).await;
        portal.execute(change).await;
        let body = json!({ "decision": "allow", "scope": ids(&shown), "digest": shown["digest"] });
        admin
            .post(&consent(&id), body)
            .await
            .is(409, "consent.changed");
        assert_ne!(admin.shown(&id).await["digest"], shown["digest"]);
    }
    let id = admin.asked(&authorize(&[])).await;
    let shown = admin.shown(&id).await;
    other
        .put(&authorization(PARTNER_CRM), json!({ "scope": ["users"] }))
        .await;
    let body = json!({ "decision": "allow", "scope": ids(&shown), "digest": shown["digest"] });
    admin
        .post(&consent(&id), body)
        .await
        .is(409, "consent.changed");
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        0
    );
}

#[tokio::test]
async fn a_decision_takes_the_rights_that_hold_when_it_is_written() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let shown = admin.shown(&id).await;
    portal.execute("DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account WHERE email = 'admin@demo.example')").await;
    let body = json!({ "decision": "allow", "scope": ids(&shown), "digest": shown["digest"] });
    admin
        .post(&consent(&id), body)
        .await
        .is(409, "consent.changed");
    admin
        .allow(&id, None)
        .await
        .is(403, "missing.any.permissions");
}

#[tokio::test]
async fn every_scope_that_is_shown_can_be_allowed() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    portal
        .execute("UPDATE client SET secret_hash = 'x' WHERE id LIKE '%9d01'")
        .await;
    let (first, second) = (
        admin.asked(&authorize(&[])).await,
        admin.asked(&authorize(&[])).await,
    );
    admin.allow(&first, None).await;
    let shown = admin.shown(&second).await;
    let all = ids(&shown);
    let reply = admin.allow(&second, Some(&all)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
}

#[tokio::test]
async fn a_decision_comes_from_our_own_page_in_the_name_of_who_saw_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let body = json!({ "decision": "allow", "scope": [], "digest": "" });
    let bare = admin
        .ask(Method::POST, &consent(&id))
        .json(&body)
        .send()
        .await;
    bare.is(403, "cross.origin.refused");
    let ask = admin.write(Method::POST, &consent(&id));
    let reply = ask
        .header("x-countersign-user", "somebody-else")
        .json(&body)
        .send()
        .await;
    reply.is(403, "session.changed");
    let body = json!({ "decision": "maybe", "digest": "" });
    admin
        .post(&consent(&id), body)
        .await
        .is(400, "constraint.validation");
}

#[tokio::test]
async fn nobody_decides_after_ten_minutes() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    portal.clock.advance(600);
    let shown = admin.shown(&id).await;
    assert_eq!(
        (&shown["state"], &shown["expiresIn"]),
        (&json!("expired"), &json!(0))
    );
    assert!(
        shown["restartUri"]
            .as_str()
            .unwrap()
            .starts_with("/oauth/authorize?")
    );
    admin.allow(&id, None).await.is(409, "consent.expired");
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        0
    );
}

#[tokio::test]
async fn roles_are_chosen_for_the_organization_only() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let roles = admin
        .get("/api/v2/authorization/roles?name=Master")
        .await
        .json();
    let master = roles["entities"][0]["id"].clone();
    let roles = admin
        .get("/api/v2/authorization/roles?name=Supervisor")
        .await
        .json();
    let supervisor = roles["entities"][0]["id"].clone();
    let allow = async |roles: Value| {
        let id = admin.asked(&authorize(&[])).await;
        let shown = admin.shown(&id).await;
        let body = json!({ "decision": "allow", "scope": &ids(&shown)[..4], "digest": shown["digest"], "roles": roles });
        admin.post(&consent(&id), body).await
    };
    allow(json!(["no-such-role"]))
        .await
        .is(400, "constraint.validation");
    // Authorized for others: that is done, and there is no token for who decided.
    let reply = allow(json!([supervisor])).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    assert_eq!(param(&location, "error").as_deref(), Some("access_denied"));
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    assert_eq!(
        (&stored["state"], &stored["roles"]),
        (&json!("Authorized"), &json!([supervisor]))
    );
    admin
        .put(
            &authorization(PARTNER_CRM),
            json!({ "scope": stored["scope"], "roles": [master] }),
        )
        .await;
    allow(json!([])).await.is(400, "constraint.validation");
}
