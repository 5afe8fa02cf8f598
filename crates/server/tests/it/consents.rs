//! Consent requests: what is shown is what is granted, once, to the one who saw it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::oauth::{authorize, consent, param};
use crate::portal::{PARTNER_CRM, Portal, WALLBOARD_TV, authorization};

pub fn ids(shown: &Value) -> Vec<&str> {
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
    // The list of languages, and the request.
    assert_eq!(reply.text.matches("</script>").count(), 2, "{}", reply.text);
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
