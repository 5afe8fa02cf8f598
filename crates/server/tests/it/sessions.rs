//! Sessions: how they end, and how guessing is slowed down.

use axum::http::Method;
use serde_json::json;

use crate::oauth::{NIGHTLY_EXPORT, form};
use crate::portal::{PEER, Portal, Setting, WALLBOARD, authorization};

const HOUR: i64 = 60 * 60;

#[tokio::test]
async fn an_idle_session_ends_after_eight_hours() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    for _ in 0..3 {
        portal.clock.advance(8 * HOUR - 1);
        assert_eq!(agent.get("/api/v2/users/me").await.status.as_u16(), 200);
    }
    portal.clock.advance(8 * HOUR);
    agent
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
}

#[tokio::test]
async fn a_session_in_use_ends_after_seven_days() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    for _ in 0..27 {
        portal.clock.advance(6 * HOUR);
        assert_eq!(agent.get("/api/v2/users/me").await.status.as_u16(), 200);
    }
    portal.clock.advance(6 * HOUR);
    agent
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let portal = Portal::new().await;
    let before = portal.agent().await;
    let reply = before
        .sign_in_to("agent@demo.example", "countersign-demo", "/")
        .await;
    assert_ne!(Some(reply.cookie()), before.cookie);
    before
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
    assert_eq!(portal.count("SELECT count(*) FROM session").await, 1);
}

#[tokio::test]
async fn a_planted_cookie_never_becomes_a_session() {
    let portal = Portal::new().await;
    let mut browser = portal.anonymous();
    browser.cookie = Some("countersign_session=planted".to_owned());
    let reply = browser
        .sign_in_to("agent@demo.example", "countersign-demo", "/")
        .await;
    assert_ne!(reply.cookie(), "countersign_session=planted");
    browser
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
}

#[tokio::test]
async fn a_session_is_stored_only_as_a_hash() {
    let portal = Portal::new().await;
    let cookie = portal.agent().await.cookie.unwrap();
    let token = cookie.split('=').nth(1).unwrap();
    assert_eq!(token.len(), 64);
    let files = ["", "-wal"].map(|ending| format!("{}{ending}", portal.database.display()));
    for file in files {
        let bytes = std::fs::read(file).unwrap_or_default();
        assert!(
            !bytes
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        );
    }
}

#[tokio::test]
async fn a_deleted_token_is_dead_at_once() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let reply = agent.delete("/api/v2/tokens/me").await;
    assert_eq!(reply.status.as_u16(), 204);
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    agent
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
}

#[tokio::test]
async fn guessing_one_account_is_slowed_down_and_others_sign_in() {
    let portal = Portal::new().await;
    for _ in 0..10 {
        assert_eq!(
            portal
                .sign_in("admin@demo.example", "wrong")
                .await
                .status
                .as_u16(),
            401
        );
    }
    // The right password does not help, and capitals are the same name.
    let reply = portal
        .sign_in("Admin@Demo.Example", "countersign-demo")
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after")),
        (429, "300")
    );
    assert!(reply.text.contains("Wait 5 min"));
    assert_eq!(
        portal
            .sign_in("agent@demo.example", "countersign-demo")
            .await
            .status
            .as_u16(),
        303
    );
    portal.clock.advance(300);
    assert_eq!(
        portal
            .sign_in("admin@demo.example", "countersign-demo")
            .await
            .status
            .as_u16(),
        303
    );
}

#[tokio::test]
async fn guessing_many_accounts_from_one_address_is_slowed_down() {
    let portal = Portal::new().await;
    for number in 0..30 {
        let reply = portal
            .sign_in(&format!("person{number}@demo.example"), "x")
            .await;
        assert_eq!(reply.status.as_u16(), 401);
    }
    assert_eq!(
        portal
            .sign_in("agent@demo.example", "countersign-demo")
            .await
            .status
            .as_u16(),
        429
    );
}

/// Whether the right password helps after guesses from one office, behind the proxy that all people
/// come through, to somebody elsewhere.
async fn helps_elsewhere(trusted_proxies: &[&str]) -> bool {
    let setting = Setting {
        trusted_proxies: trusted_proxies
            .iter()
            .map(|ip| ip.parse().unwrap())
            .collect(),
        ..Setting::default()
    };
    let portal = Portal::with(setting).await;
    let from = async |caller: &str, email: &str, password: &str| {
        let form = portal.anonymous().sign_in_form(email, password, "/");
        let reply = form.header("x-forwarded-for", caller).send().await;
        reply.status.as_u16()
    };
    for number in 0..30 {
        // Each guess makes up another address before its own.
        let caller = format!("203.0.113.{number}, 198.51.100.1");
        let email = format!("person{number}@demo.example");
        assert_eq!(from(&caller, &email, "x").await, 401);
    }
    let caller = "203.0.113.99, 198.51.100.1";
    let agent = "agent@demo.example";
    assert_eq!(from(caller, agent, "countersign-demo").await, 429);
    from("198.51.100.2", agent, "countersign-demo").await == 303
}

#[tokio::test]
async fn behind_a_trusted_proxy_people_are_told_apart() {
    assert!(helps_elsewhere(&[PEER, "10.0.0.1"]).await);
    // Who is not trusted, or nobody, says nothing.
    assert!(!helps_elsewhere(&["10.0.0.1"]).await);
    assert!(!helps_elsewhere(&[]).await);
}

#[tokio::test]
async fn clients_are_told_apart_behind_a_trusted_proxy_too() {
    let setting = Setting {
        trusted_proxies: vec![PEER.parse().unwrap()],
        ..Setting::default()
    };
    let portal = Portal::with(setting).await;
    let from = async |caller: &str, secret: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", NIGHTLY_EXPORT),
            ("client_secret", secret),
        ];
        let ask = portal.anonymous().ask(Method::POST, "/oauth/token");
        let ask = ask.header("x-forwarded-for", caller);
        ask.form(form(&fields)).send().await.status.as_u16()
    };
    for _ in 0..30 {
        assert_eq!(from("198.51.100.1", "guess").await, 401);
    }
    assert_eq!(from("198.51.100.1", "demo-export-secret").await, 429);
    assert_eq!(from("198.51.100.2", "demo-export-secret").await, 200);
}

#[tokio::test]
async fn a_write_from_a_page_of_another_user_is_refused() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let me = admin.get("/api/v2/users/me").await.json();
    let other = portal.viewer().await.get("/api/v2/users/me").await.json();
    let put = async |user: &str| {
        admin
            .write(Method::PUT, &authorization(WALLBOARD))
            .header("x-countersign-user", user)
            .json(&json!({"scope": ["user-basic-info"]}))
            .send()
            .await
    };
    for user in [other["id"].as_str().unwrap(), "", "nobody"] {
        put(user).await.is(403, "session.changed");
    }
    let stored = admin.get(&authorization(WALLBOARD)).await.json();
    assert_eq!(stored["version"], 2, "nothing was changed");
    assert_eq!(put(me["id"].as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_cookie_of_our_name_that_another_application_set_hides_no_session() {
    let portal = Portal::new().await;
    let mut agent = portal.agent().await;
    let own = agent.cookie.clone().unwrap();
    for planted in ["countersign_session=planted", "countersign_session="] {
        agent.cookie = Some(format!("{planted}; {own}"));
        assert_eq!(agent.get("/api/v2/users/me").await.status, 200, "{planted}");
    }
    let out = agent.ask(Method::POST, "/logout");
    out.header("origin", crate::portal::ORIGIN).send().await;
    agent.cookie = Some(own);
    assert_eq!(agent.get("/api/v2/users/me").await.status, 401);
}
