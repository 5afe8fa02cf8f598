//! Guessing passwords: what slows it down, and whom it must not lock out.

use std::time::Duration;

use futures_util::FutureExt as _;

use crate::outsiders::behind_a_proxy;
use crate::portal::{Ask, Portal, Reply};

const RIGHT: &str = "countersign-demo";
const ADMIN: &str = "admin@demo.example";

impl Portal {
    /// A try to sign in from a network address, in a browser that may be known.
    fn try_from(&self, from: &str, email: &str, password: &str, browser: Option<&str>) -> Ask {
        let mut person = self.anonymous();
        person.cookie = browser.map(str::to_owned);
        let ask = person.sign_in_form(email, password, "/");
        ask.header("x-forwarded-for", from)
    }

    async fn tried(&self, from: &str, email: &str, password: &str, browser: Option<&str>) -> Reply {
        self.try_from(from, email, password, browser).send().await
    }
}

#[tokio::test]
async fn nobody_locks_a_person_out_from_elsewhere() {
    let portal = behind_a_proxy().await;
    let tried = async |from: &str, password: &str| {
        portal
            .tried(from, ADMIN, password, None)
            .await
            .status
            .as_u16()
    };
    for _ in 0..2 {
        for _ in 0..10 {
            assert_eq!(tried("203.0.113.9", "wrong").await, 401);
        }
        assert_eq!(tried("203.0.113.9", RIGHT).await, 429, "who guesses waits");
        assert_eq!(
            tried("198.51.100.2", RIGHT).await,
            303,
            "who knows does not"
        );
        portal.clock.advance(300);
    }
}

#[tokio::test]
async fn all_networks_together_have_a_limit_too_and_a_known_browser_passes_it() {
    let portal = behind_a_proxy().await;
    let first = portal.tried("198.51.100.2", ADMIN, RIGHT, None).await;
    let browser = first.cookie_named("countersign_browser");
    assert!(first.headers.get_all("set-cookie").iter().any(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with("countersign_browser=")
            && cookie.contains("Path=/login; Max-Age=31536000; HttpOnly; SameSite=Lax")
    }));
    for number in 0..100 {
        let from = format!("203.0.113.{}", number / 10);
        assert_eq!(
            portal.tried(&from, ADMIN, "wrong", None).await.status,
            401,
            "{number}"
        );
    }
    let fresh = "198.51.100.77";
    assert_eq!(portal.tried(fresh, ADMIN, "wrong", None).await.status, 429);
    assert_eq!(portal.tried(fresh, ADMIN, RIGHT, None).await.status, 429);
    // Also where the network is the one that guesses.
    for from in [fresh, "203.0.113.1"] {
        let reply = portal.tried(from, ADMIN, RIGHT, Some(&browser)).await;
        assert_eq!(reply.status, 303);
        assert_eq!(
            reply.cookie_named("countersign_browser"),
            browser,
            "it stays known"
        );
    }
    // It is known for this person only, and a made-up one for nobody.
    let agent = "agent@demo.example";
    for number in 0..100 {
        let from = format!("203.0.113.{}", 100 + number / 10);
        portal.tried(&from, agent, "wrong", None).await;
    }
    for cookie in [browser.as_str(), "countersign_browser=made-up"] {
        assert_eq!(
            portal.tried(fresh, agent, RIGHT, Some(cookie)).await.status,
            429
        );
    }
    // A stolen one is no way to guess on.
    for _ in 0..10 {
        assert_eq!(
            portal
                .tried(fresh, ADMIN, "wrong", Some(&browser))
                .await
                .status,
            401
        );
    }
    assert_eq!(
        portal
            .tried(fresh, ADMIN, RIGHT, Some(&browser))
            .await
            .status,
        429
    );
}

#[tokio::test]
async fn a_token_that_somebody_planted_never_becomes_a_known_browser() {
    let portal = behind_a_proxy().await;
    let own = portal
        .tried("198.51.100.2", "agent@demo.example", RIGHT, None)
        .await;
    for planted in [
        own.cookie_named("countersign_browser"),
        "countersign_browser=x".to_owned(),
    ] {
        let reply = portal
            .tried("198.51.100.2", ADMIN, RIGHT, Some(&planted))
            .await;
        assert_eq!(reply.status, 303);
        assert_ne!(reply.cookie_named("countersign_browser"), planted);
    }
}

#[tokio::test]
async fn a_sign_in_that_the_browser_gave_up_counts_only_where_it_was_wrong() {
    let portal = behind_a_proxy().await;
    let given_up = |password: &str| {
        let ask = portal.try_from("198.51.100.2", ADMIN, password, None);
        assert!(
            ask.send().now_or_never().is_none(),
            "it was answered at once"
        );
    };
    for _ in 0..30 {
        given_up(RIGHT);
        tokio::task::yield_now().await;
    }
    let reply = portal.tried("198.51.100.2", ADMIN, RIGHT, None).await;
    assert_eq!(reply.status, 303, "right ones are taken back");
    for _ in 0..10 {
        given_up("wrong");
    }
    let refused = "SELECT coalesce(sum(after ->> 'attempts'), 0) FROM audit_event WHERE action = 'session.refused'";
    let all_counted = async {
        while portal.count(refused).await < 10 {
            portal.write_uses().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), all_counted).await;
    assert!(in_time.is_ok(), "they were not counted");
    let reply = portal.tried("198.51.100.2", ADMIN, RIGHT, None).await;
    assert_eq!(reply.status, 429, "wrong ones are not");
}
