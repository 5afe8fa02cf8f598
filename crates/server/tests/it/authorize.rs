//! `GET /oauth/authorize`: who is sent where, and who is sent nowhere.

use axum::http::{Method, StatusCode};

use crate::oauth::{DIRECTORY, authorize, consent, param};
use crate::portal::Portal;

#[tokio::test]
async fn who_is_not_signed_in_signs_in_first_and_comes_back_once() {
    let portal = Portal::new().await;
    let path = authorize(&[("prompt", "login consent")]);
    let reply = portal.anonymous().get(&path).await;
    let next = param(reply.header("location"), "next").unwrap();
    assert!(reply.header("location").starts_with("/login?"), "{next}");
    assert_eq!(
        param(&next, "prompt").as_deref(),
        Some("consent"),
        "login is not asked twice"
    );
    let admin = portal.admin().await;
    assert!(
        admin
            .get(&path)
            .await
            .header("location")
            .starts_with("/login?")
    );
    admin.asked(&next).await;
    let silent = portal
        .anonymous()
        .get(&authorize(&[("prompt", "none")]))
        .await;
    assert_eq!(
        param(silent.header("location"), "error").as_deref(),
        Some("login_required")
    );
}

#[tokio::test]
async fn a_sign_in_form_never_leads_to_another_origin() {
    let portal = Portal::new().await;
    let path = authorize(&[("state", "\"><b>")]);
    let person = portal.anonymous();
    let reply = person
        .sign_in_to("admin@demo.example", "countersign-demo", &path)
        .await;
    let step = reply.header("location").to_owned();
    assert!(step.starts_with("/signed-in?next="), "{step}");
    let page = person.get(&step).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("content=\"0;url=/oauth/authorize?"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("<b>"));
    let other = person.get("/signed-in?next=https://evil.example/").await;
    assert!(other.text.contains("content=\"0;url=/\""), "{}", other.text);
}

#[tokio::test]
async fn a_built_in_client_gets_its_code_without_a_question() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let reply = portal
        .admin()
        .await
        .get(&format!("/api/v2/oauth/clients/{DIRECTORY}"))
        .await;
    let redirect = reply.json()["registeredRedirectUri"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let path = authorize(&[("client_id", DIRECTORY), ("redirect_uri", &redirect)]);
    let reply = agent.get(&path).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(
        param(reply.header("location"), "code").is_some(),
        "{}",
        reply.header("location")
    );
    assert_eq!(
        portal
            .count("SELECT count(*) FROM user_grant WHERE client_id LIKE '%9d03'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_silent_sign_in_is_no_decision() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let client = portal
        .admin()
        .await
        .get(&format!("/api/v2/oauth/clients/{DIRECTORY}"))
        .await
        .json();
    let redirect = client["registeredRedirectUri"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let path = authorize(&[("client_id", DIRECTORY), ("redirect_uri", &redirect)]);
    agent.get(&path).await;
    let when = async || {
        let grants = agent.get("/api/v2/oauth/grants/me").await.json();
        let mut grants = grants["entities"].as_array().unwrap().clone();
        grants.retain(|grant| grant["client"]["id"] == DIRECTORY);
        grants[0]["dateModified"].clone()
    };
    let first = when().await;
    portal.clock.advance(3_600);
    assert!(param(agent.get(&path).await.header("location"), "code").is_some());
    assert_eq!(when().await, first);
}

#[tokio::test]
async fn head_writes_nothing() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let reply = agent.ask(Method::HEAD, &authorize(&[])).send().await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(portal.count("SELECT count(*) FROM consent").await, 0);
}

#[tokio::test]
async fn a_popup_keeps_its_opener_and_nothing_else_does() {
    let portal = Portal::new().await;
    let policy = async |path: &str| {
        let reply = portal.anonymous().get(path).await;
        reply.header("cross-origin-opener-policy").to_owned()
    };
    assert_eq!(policy(&authorize(&[])).await, "unsafe-none");
    assert_eq!(policy("/login").await, "unsafe-none");
    assert_eq!(policy("/signed-in").await, "unsafe-none");
    assert_eq!(policy("/consent?request=x").await, "unsafe-none");
    assert_eq!(policy("/admin").await, "same-origin-allow-popups");
}

#[tokio::test]
async fn a_session_keeps_the_newest_twenty_questions_that_nobody_answered() {
    let portal = Portal::new().await;
    let (agent, other) = (portal.agent().await, portal.agent().await);
    let elsewhere = other.asked(&authorize(&[])).await;
    let answered = agent.asked(&authorize(&[])).await;
    agent.deny(&answered).await;
    let mut asked = Vec::new();
    for _ in 0..25 {
        asked.push(agent.asked(&authorize(&[])).await);
    }
    let (gone, kept) = asked.split_at(5);
    for id in gone {
        agent.get(&consent(id)).await.is(404, "not.found");
    }
    for id in kept {
        assert_eq!(agent.shown(id).await["state"], "pending");
    }
    assert_eq!(agent.shown(&answered).await["state"], "denied");
    assert_eq!(other.shown(&elsewhere).await["state"], "pending");
    let open = "SELECT count(*) FROM consent WHERE decision IS NULL";
    assert_eq!(portal.count(open).await, 21);
}

#[tokio::test]
async fn a_client_of_the_portal_gets_a_code_without_a_page_only_at_its_own_site() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let own = "https://directory.harbourline.example/signed-in";
    for (redirect, silent) in [
        (own, true),
        ("com.harbourline.directory:/signed-in", false),
        ("http://127.0.0.1:51004/signed-in", false),
        ("http://localhost:9000/signed-in", false),
    ] {
        portal.register_for(DIRECTORY, &[own, redirect]).await;
        let path = authorize(&[("client_id", DIRECTORY), ("redirect_uri", redirect)]);
        // Also after a consent: any program on the device could ask in its name.
        for _ in 0..2 {
            let reply = agent.get(&path).await;
            let location = reply.header("location");
            assert_eq!(
                location.starts_with(redirect),
                silent,
                "{redirect}: {location}"
            );
            if !silent {
                agent
                    .allow(&param(location, "request").unwrap(), None)
                    .await
                    .is(200, "");
            }
        }
        let none = agent.get(&format!("{path}&prompt=none")).await;
        let error = param(none.header("location"), "error");
        assert_eq!(
            error.as_deref(),
            (!silent).then_some("consent_required"),
            "{redirect}"
        );
    }
}
