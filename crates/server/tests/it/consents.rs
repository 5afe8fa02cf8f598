//! Consent requests: what is shown is what is granted, once, to the one who saw it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::authorize::REDIRECTS;
use crate::oauth::{CALLBACK, Tokens, authorize, consent, param};
use crate::portal::{ORIGIN, PARTNER_CRM, Portal, WALLBOARD, WALLBOARD_TV, authorization};

fn ids(shown: &Value) -> Vec<&str> {
    let scopes = shown["scopes"].as_array().unwrap().iter();
    scopes.map(|scope| scope["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_administrator_is_asked_for_the_organization() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let shown = admin.shown(&id).await;
    assert_eq!(shown["state"], "pending");
    assert_eq!(shown["client"]["name"], "Partner CRM");
    assert_eq!(shown["client"]["publisher"]["verified"], false);
    assert_eq!(shown["user"]["email"], "admin@demo.example");
    assert_eq!(shown["organization"]["name"], "Harbourline");
    assert_eq!(
        shown["redirect"],
        json!({ "kind": "loopback", "host": "127.0.0.1:8090" })
    );
    assert_eq!(
        (&shown["audience"], &shown["reason"], &shown["canDecide"]),
        (
            &json!("organization"),
            &json!("newApplication"),
            &json!(true)
        )
    );
    assert_eq!(
        (&shown["expiresIn"], &shown["expiresAt"]),
        (&json!(600), &json!("2026-11-23T09:10:00Z"))
    );
    let scopes = shown["scopes"].as_array().unwrap();
    let recordings = scopes
        .iter()
        .find(|scope| scope["id"] == "recordings")
        .unwrap();
    assert_eq!(
        (
            &recordings["requirement"],
            &recordings["risk"],
            &recordings["selected"]
        ),
        (&json!("optional"), &json!("high"), &json!(false))
    );
    assert_eq!(
        ids(&shown)[..4],
        [
            "user-basic-info",
            "external-contacts",
            "conversations:readonly",
            "presence:readonly"
        ]
    );
    assert!(
        admin
            .get(&consent(&id))
            .await
            .header("cache-control")
            .contains("no-store")
    );
}

#[tokio::test]
async fn the_texts_are_in_the_language_of_the_request_and_the_digest_is_not() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let ask = admin
        .ask(Method::GET, &consent(&id))
        .header("accept-language", "fr");
    let french = ask.send().await.json();
    let english = admin.shown(&id).await;
    assert_ne!(
        french["scopes"][0]["description"],
        english["scopes"][0]["description"]
    );
    assert_eq!(french["digest"], english["digest"]);
}

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
async fn nobody_is_sent_to_what_was_taken_off_the_register_meanwhile() {
    for change in [
        "UPDATE client SET document = json_set(document, '$.registeredRedirectUri[0]', 'https://x.example/') WHERE id LIKE '%9d01'",
        "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d01'",
    ] {
        let portal = Portal::new().await;
        let admin = portal.admin().await;
        let id = admin.asked(&authorize(&[])).await;
        portal.execute(change).await;
        // Read after the change, so that the digest fits.
        assert_eq!(admin.shown(&id).await["state"], "expired");
        admin.allow(&id, None).await.is(409, "consent.expired");
        admin.deny(&id).await.is(409, "consent.expired");
        assert_eq!(
            portal
                .count("SELECT count(*) FROM authorization_code")
                .await,
            0
        );
    }
}

#[tokio::test]
async fn at_the_decision_nothing_that_looks_like_the_address_stands_for_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let asked = "https://crm.partner.example/callback";
    for registered in REDIRECTS {
        portal.register(&[asked]).await;
        let path = authorize(&[("redirect_uri", asked)]);
        let id = admin.asked(&path).await;
        let before = admin.shown(&id).await;
        portal.register(&[registered]).await;
        let after = admin.shown(&id).await;
        for digest in [&before["digest"], &after["digest"]] {
            for decision in ["allow", "deny"] {
                let body = json!({ "decision": decision, "scope": ids(&before), "digest": digest });
                let reply = admin.post(&consent(&id), body).await;
                reply.is(409, "consent.expired");
                assert_eq!(reply.json().get("redirectTo"), None, "{registered}");
            }
        }
        // The other way around: it was registered when the request was made.
        let asks = json!({ "redirect_uri": registered }).to_string();
        portal.register(&[asked]).await;
        portal.patch_consent(&id, &asks).await;
        for decision in ["allow", "deny"] {
            let digest = &admin.shown(&id).await["digest"];
            let body = json!({ "decision": decision, "scope": ids(&before), "digest": digest });
            let reply = admin.post(&consent(&id), body).await;
            reply.is(409, "consent.expired");
        }
        // Put right again it is decided, so that it was the address.
        portal
            .patch_consent(&id, &json!({ "redirect_uri": asked }).to_string())
            .await;
        assert_eq!(admin.deny(&id).await.status, StatusCode::OK);
    }
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        0
    );
}

#[tokio::test]
async fn a_scope_that_nobody_knows_is_shown_as_one_of_high_risk() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorize(&[
        ("client_id", WALLBOARD_TV),
        ("redirect_uri", "http://127.0.0.1:49152/callback"),
    ]);
    let id = admin.asked(&path).await;
    let shown = admin.shown(&id).await;
    let scopes = shown["scopes"].as_array().unwrap();
    let find = |id: &str| scopes.iter().find(|scope| scope["id"] == id).unwrap();
    let cast = find("displays:cast");
    assert_eq!(
        (&cast["known"], &cast["risk"]),
        (&json!(false), &json!("high"))
    );
    let read = find("presence:readonly");
    assert_eq!(
        (&read["known"], &read["risk"]),
        (&json!(true), &json!("low"))
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
async fn an_extra_starts_unticked_and_a_refused_one_is_not_opened_by_its_full_version() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    admin
        .put(
            &authorization(PARTNER_CRM),
            json!({ "scope": ["users", "user-basic-info"] }),
        )
        .await;
    let path = authorize(&[("scope", "user-basic-info users:readonly notifications")]);
    let id = admin.asked(&path).await;
    let shown = admin.shown(&id).await;
    let extra = shown["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|scope| scope["id"] == "notifications");
    assert_eq!(extra.unwrap()["selected"], false);
    admin
        .allow(&id, Some(&["user-basic-info", "notifications"]))
        .await;
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    assert_eq!(stored["scope"], json!(["user-basic-info", "notifications"]));
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
async fn who_decides_learns_who_a_client_is_and_not_how_it_is_set_up() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let id = agent.asked(&authorize(&[])).await;
    let client = agent.shown(&id).await["client"].clone();
    assert_eq!(client["name"], "Partner CRM");
    assert_eq!(client["registeredRedirectUri"], json!([]));
    assert_eq!(client.get("authorizedGrantType"), None);
}

#[tokio::test]
async fn it_belongs_to_one_user_and_one_browser() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[])).await;
    let digest = admin.shown(&id).await["digest"].clone();
    // The same user in another browser, and another user.
    for person in [portal.admin().await, portal.agent().await] {
        person.get(&consent(&id)).await.is(403, "consent.not.yours");
        let body = json!({ "decision": "allow", "scope": [], "digest": digest });
        person
            .post(&consent(&id), body)
            .await
            .is(403, "consent.not.yours");
        let events = person.get(&format!("{}/events", consent(&id))).await;
        events.is(403, "consent.not.yours");
    }
    portal
        .anonymous()
        .get(&consent(&id))
        .await
        .is(401, "authentication.required");
    for odd in ["x", "%00", "..%2f..", &"9".repeat(500)] {
        admin.get(&consent(odd)).await.is(404, "not.found");
    }
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
async fn who_may_not_decide_is_told_why_and_can_only_deny() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let id = agent.asked(&authorize(&[])).await;
    let shown = agent.shown(&id).await;
    assert_eq!(
        (&shown["canDecide"], &shown["blocked"]),
        (&json!(false), &json!("permission"))
    );
    assert_eq!(ids(&shown).len(), 6, "what it asks for is shown");
    assert!(shown["approvers"].as_u64().unwrap() >= 2);
    agent
        .allow(&id, None)
        .await
        .is(403, "missing.any.permissions");
    let reply = agent.deny(&id).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    assert_eq!(param(&location, "error").as_deref(), Some("access_denied"));
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

#[tokio::test]
async fn new_scopes_ask_the_administrator_again_and_then_each_user() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let first = portal.signed_in_to_crm(&agent).await;
    let more = authorize(&[(
        "scope",
        "user-basic-info external-contacts routing:readonly",
    )]);
    // Not allowed by the organization: the user's token is cut, without a new question about it.
    let id = agent.asked(&more).await;
    assert_eq!(
        ids(&agent.shown(&id).await),
        ["user-basic-info", "external-contacts"]
    );
    let id = admin.asked(&more).await;
    let shown = admin.shown(&id).await;
    assert_eq!(
        (&shown["audience"], &shown["reason"]),
        (&json!("organization"), &json!("newScopes"))
    );
    assert_eq!(
        shown["scopes"][0]["id"], "routing:readonly",
        "new ones come first"
    );
    assert_eq!(shown["scopes"][0]["new"], true);
    admin
        .allow(
            &id,
            Some(&["user-basic-info", "external-contacts", "routing:readonly"]),
        )
        .await;
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    for kept in &first.scope {
        assert!(
            stored["scope"].as_array().unwrap().contains(&json!(kept)),
            "{kept} stays allowed"
        );
    }
    let id = agent.asked(&more).await;
    let shown = agent.shown(&id).await;
    assert_eq!(
        (&shown["audience"], &shown["reason"]),
        (&json!("user"), &json!("newScopes"))
    );
    assert_eq!(shown["previousDate"], "2026-11-23T09:00:00Z");
    let scopes = ["user-basic-info", "external-contacts", "routing:readonly"];
    let code = agent.code(&more, Some(&scopes)).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    assert_eq!(tokens.scope, scopes);
}

#[tokio::test]
async fn a_public_client_asks_every_time_and_a_withdrawn_consent_again() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let id = admin.asked(&authorize(&[])).await;
    assert_eq!(admin.shown(&id).await["reason"], "publicClient");
    let mine = admin.get("/api/v2/oauth/grants/me").await.json();
    assert_eq!(mine["entities"][0]["client"]["name"], "Partner CRM");
    assert_eq!(mine["entities"][0]["active"], true);
    let withdraw = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    assert_eq!(admin.delete(&withdraw).await.status, StatusCode::NO_CONTENT);
    assert!(!portal.is_active(&tokens.access).await);
    assert_eq!(
        admin.delete(&withdraw).await.status,
        StatusCode::NO_CONTENT,
        "idempotent"
    );
    assert_eq!(
        admin.get("/api/v2/oauth/grants/me").await.json()["total"],
        0
    );
    let id = admin.asked(&authorize(&[])).await;
    assert_eq!(admin.shown(&id).await["reason"], "revoked");
}

#[tokio::test]
async fn an_administrator_sees_and_withdraws_the_consents_of_others() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let path = format!("{}/grants", authorization(PARTNER_CRM));
    let grants = admin.get(&path).await.json();
    let names: Vec<_> = grants["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|grant| grant["user"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ada Brandt", "Inès Moreau"]);
    let user = grants["entities"][1]["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        admin.delete(&format!("{path}/{user}")).await.status,
        StatusCode::NO_CONTENT
    );
    assert!(!portal.is_active(&tokens.access).await);
}

#[tokio::test]
async fn apps_are_those_that_the_users_roles_let_them_use() {
    let portal = Portal::new().await;
    let names = |reply: Value| {
        let apps = reply["entities"].as_array().unwrap().iter();
        apps.map(|app| app["client"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let supervisor = portal
        .supervisor()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    let agent = portal
        .agent()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    assert!(names(supervisor).contains(&"Wallboard".to_owned()));
    let agents = names(agent);
    assert!(
        !agents.contains(&"Wallboard".to_owned()) && agents.contains(&"Wallboard TV".to_owned())
    );
    assert!(!agents.contains(&"Old Dialer".to_owned()), "revoked");
    let admin = portal.admin().await;
    admin
        .put(
            &authorization(WALLBOARD),
            json!({ "scope": ["users"], "roles": [] }),
        )
        .await;
    let agent = portal
        .agent()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    assert!(names(agent).contains(&"Wallboard".to_owned()));
}

#[tokio::test]
async fn the_page_carries_its_data_and_a_garbage_id_none() {
    let folder = crate::portal::Folder::new();
    let page = "<!doctype html><html lang=\"en\"><head></head></html>";
    std::fs::write(folder.path().join("index.html"), page).unwrap();
    std::fs::write(folder.path().join("consent.html"), page).unwrap();
    std::fs::create_dir_all(folder.path().join("locales/fr")).unwrap();
    std::fs::write(
        folder.path().join("locales/fr/consent.json"),
        r#"{"a":"<b>"}"#,
    )
    .unwrap();
    let setting = crate::portal::Setting {
        pages: Some(folder.path().to_owned()),
        ..crate::portal::Setting::default()
    };
    let portal = Portal::with(setting).await;
    let admin = portal.admin().await;
    portal
        .execute("UPDATE client SET document = json_set(document, '$.name', '</script><b>') WHERE id LIKE '%9d01'")
        .await;
    let id = admin.asked(&authorize(&[])).await;
    let path = format!("/consent?request={id}");
    let reply = admin.get(&path).await;
    assert!(
        reply
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(
        reply.text.contains("id=\"consent-request\">{\"id\":\""),
        "{}",
        reply.text
    );
    assert_eq!(reply.text.matches("</script>").count(), 1, "{}", reply.text);
    let french = admin
        .ask(Method::GET, &path)
        .header("accept-language", "fr")
        .send()
        .await;
    assert!(french.text.contains("<html lang=\"fr\""));
    assert!(
        french
            .text
            .contains("id=\"consent-texts\" lang=\"fr\">{\"a\":\"\\u003cb>\"}"),
        "{}",
        french.text
    );
    for other in [
        portal.agent().await.get(&path).await,
        admin.get("/consent?request=x").await,
        admin.get("/consent").await,
    ] {
        assert_eq!(other.status, StatusCode::OK);
        assert!(!other.text.contains("consent-request"), "{}", other.text);
    }
    // The session that it was made in is over: signing in starts the same again.
    let reply = portal.anonymous().get(&path).await;
    let next = param(reply.header("location"), "next").unwrap();
    assert_eq!(
        param(&next, "client_id").as_deref(),
        Some(PARTNER_CRM),
        "{next}"
    );
    let reply = portal.anonymous().get("/consent?request=x").await;
    assert!(
        reply
            .header("location")
            .starts_with("/login?next=%2Fconsent")
    );
}
