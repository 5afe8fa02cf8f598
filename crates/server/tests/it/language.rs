//! Texts by `Accept-Language`.

use axum::http::Method;
use countersign_server::languages::{Direction, Languages};

use crate::portal::{Portal, Reply};

async fn scope(portal: &Portal, language: &str) -> Reply {
    let ask = portal
        .agent()
        .await
        .ask(Method::GET, "/api/v2/oauth/scopes/users");
    ask.header("accept-language", language).send().await
}

#[tokio::test]
async fn scopes_speak_the_language_of_the_request() {
    let portal = Portal::new().await;
    let (english, french) = (
        scope(&portal, "en-GB, fr;q=0.5").await,
        scope(&portal, "fr-CA").await,
    );
    assert_eq!(
        (
            english.header("content-language"),
            french.header("content-language")
        ),
        ("en", "fr")
    );
    for field in ["description", "group", "riskReason"] {
        assert_ne!(english.json()[field], french.json()[field], "{field}");
    }
    assert_eq!(english.json()["risk"], "high");
    assert!(
        french
            .header("vary")
            .to_lowercase()
            .contains("accept-language")
    );
    assert_eq!(scope(&portal, "tlh").await.header("content-language"), "en");
}

#[tokio::test]
async fn scopes_are_kept_by_the_browser_and_asked_about() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let first = agent.get("/api/v2/oauth/scopes").await;
    assert_eq!(first.json()["total"], 134);
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let ask = |language: &str| {
        agent
            .ask(Method::GET, "/api/v2/oauth/scopes")
            .header("if-none-match", first.header("etag"))
            .header("accept-language", language)
    };
    assert_eq!(ask("en").send().await.status.as_u16(), 304);
    assert_eq!(ask("fr").send().await.status.as_u16(), 200);
}

#[tokio::test]
async fn the_servers_own_pages_speak_it_too() {
    let portal = Portal::new().await;
    let sign_in = |language: &str| {
        let ask = portal.anonymous().ask(Method::GET, "/login");
        ask.header("accept-language", language).send()
    };
    assert!(sign_in("en").await.text.contains("Sign in"));
    assert!(sign_in("fr").await.text.contains("Se connecter"));
    for language in Languages::embedded().unwrap().all() {
        let (reply, tag) = (sign_in(&language.tag).await, &language.tag);
        let direction = match language.direction {
            Direction::Ltr => "",
            Direction::Rtl => " dir=\"rtl\"",
        };
        let html = format!("<html lang=\"{tag}\"{direction}>");
        assert!(reply.text.contains(&html), "{tag}");
        let words = language.texts.sign_in.to_string();
        assert!(reply.text.contains(&words), "{tag}");
        assert_eq!(reply.header("content-language"), tag);
    }
}
