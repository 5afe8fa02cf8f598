//! What somebody without a right can't do: read a whole table, hold up those who write, lock others
//! out, fill the disk.

use axum::http::{Method, StatusCode};
use serde_json::json;
use std::time::Duration;

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, consent, form, redemption};
use crate::portal::{Ask, PARTNER_CRM, PEER, Portal, Setting, authorization};

/// A portal behind a proxy, so that callers have addresses of their own.
pub async fn behind_a_proxy() -> Portal {
    Portal::with(Setting {
        trusted_proxies: vec![PEER.parse().unwrap()],
        ..Setting::default()
    })
    .await
}

fn token_form(fields: &[(&str, &str)], portal: &Portal, path: &str, from: &str) -> Ask {
    let ask = portal.anonymous().ask(Method::POST, path);
    ask.header("x-forwarded-for", from).form(form(fields))
}

#[tokio::test]
async fn made_up_codes_and_tokens_take_no_lock() {
    let portal = behind_a_proxy().await;
    let _lock = portal.lock().await;
    let secret = ("client_secret", "demo-export-secret");
    for (path, fields, status) in [
        ("/oauth/token", redemption("made-up").to_vec(), 400),
        (
            "/oauth/token",
            vec![
                ("grant_type", "refresh_token"),
                ("client_id", PARTNER_CRM),
                ("refresh_token", "made-up"),
            ],
            400,
        ),
        (
            "/oauth/revoke",
            vec![("client_id", PARTNER_CRM), ("token", "made-up")],
            200,
        ),
        (
            "/oauth/revoke",
            vec![("client_id", NIGHTLY_EXPORT), secret, ("token", "made-up")],
            200,
        ),
        (
            "/oauth/introspect",
            vec![("client_id", NIGHTLY_EXPORT), secret, ("token", "made-up")],
            200,
        ),
    ] {
        let ask = token_form(&fields, &portal, path, "198.51.100.1").send();
        let reply = tokio::time::timeout(Duration::from_secs(4), ask).await;
        assert_eq!(
            reply.expect("it waited for the lock").status,
            status,
            "{path}"
        );
    }
    let mut stranger = portal.anonymous();
    stranger.cookie = Some("countersign_session=made-up".to_owned());
    let out = stranger
        .ask(Method::POST, "/logout")
        .header("origin", "http://127.0.0.1:8080");
    let reply = tokio::time::timeout(Duration::from_secs(4), out.send()).await;
    assert_eq!(
        reply.expect("it waited for the lock").status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_address_that_makes_codes_and_tokens_up_is_slowed_down_and_no_other() {
    let portal = behind_a_proxy().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let refresh = |token: &str, from: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", token),
        ];
        token_form(&fields, &portal, "/oauth/token", from).send()
    };
    let revoke = |token: &str, from: &str| {
        let fields = [("client_id", PARTNER_CRM), ("token", token)];
        token_form(&fields, &portal, "/oauth/revoke", from).send()
    };
    for _ in 0..10 {
        assert_eq!(refresh("made-up", "198.51.100.1").await.status, 400);
        assert_eq!(revoke("made-up", "198.51.100.1").await.status, 200);
        let code = token_form(
            &redemption("made-up"),
            &portal,
            "/oauth/token",
            "198.51.100.1",
        );
        assert_eq!(code.send().await.status, 400);
    }
    for limited in [
        refresh("made-up", "198.51.100.1"),
        revoke("made-up", "198.51.100.1"),
    ] {
        let reply = limited.await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("retry-after")),
            (429, "300")
        );
    }
    // Others share the network: what is real passes.
    let mut last = Tokens::of(&refresh(&tokens.refresh, "198.51.100.1").await);
    let code = admin.code(&authorize(&[]), None).await;
    let code = token_form(&redemption(&code), &portal, "/oauth/token", "198.51.100.1");
    Tokens::of(&code.send().await);
    assert_eq!(refresh("made-up", "198.51.100.2").await.status, 400);
    // What was a token once is not made up, however often it comes: an office signs out together.
    for _ in 0..40 {
        assert_eq!(revoke(&last.access, "198.51.100.2").await.status, 200);
    }
    last = Tokens::of(&refresh(&last.refresh, "198.51.100.2").await);
    assert!(portal.is_active(&last.access).await);
    portal.clock.advance(300);
    assert_eq!(refresh("made-up", "198.51.100.1").await.status, 400);
}

#[tokio::test]
async fn who_signs_in_again_and_again_leaves_a_bounded_number_of_rows() {
    let portal = Portal::new().await;
    for _ in 0..130 {
        portal.agent().await;
    }
    assert_eq!(portal.count("SELECT count(*) FROM session").await, 100);
    assert_eq!(portal.count("SELECT count(*) FROM known_browser").await, 20);
    let newest = portal.agent().await;
    newest.get("/api/v2/users/me").await.is(200, "");
}

#[tokio::test]
async fn who_refreshes_again_and_again_leaves_a_bounded_number_of_rows() {
    let portal = Portal::new().await;
    let first = portal.signed_in_to_crm(&portal.admin().await).await;
    let mut last = first.refresh.clone();
    for _ in 0..100 {
        portal.clock.advance(1);
        last = Tokens::of(&portal.refresh(&last).await).refresh;
    }
    assert_eq!(portal.count("SELECT count(*) FROM access_token").await, 20);
    let reply = portal.refresh(&last).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after")),
        (429, "3501")
    );
    portal.clock.advance(3_600);
    let last = Tokens::of(&portal.refresh(&last).await);
    // The first one was not forgotten: using it again ends all.
    assert_eq!(portal.refresh(&first.refresh).await.status, 400);
    assert!(!portal.is_active(&last.access).await && !portal.is_active(&last.refresh).await);
}

#[tokio::test]
async fn a_person_decides_so_many_times_a_day_and_takes_back_all_the_same() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let body = json!({ "scope": ["user-basic-info"] });
    let admin = portal.admin().await;
    admin.put(&authorization(PARTNER_CRM), body).await;
    agent.code(&authorize(&[]), None).await;
    let deny = json!({ "decision": "deny", "digest": "x" });
    for _ in 1..2_000 {
        let reply = agent.post(&consent("made-up"), deny.clone()).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
    let reply = agent.post(&consent("made-up"), deny).await;
    reply.is(429, "too.many.requests.retry.after");
    assert_eq!(reply.header("retry-after"), "86400");
    let mine = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    assert_eq!(agent.delete(&mine).await.status, 204);
}

#[tokio::test]
async fn what_is_dead_takes_no_lock() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let code = admin.code(&authorize(&[]), None).await;
    let first = Tokens::of(&portal.redeem(&code).await);
    let renewed = Tokens::of(&portal.refresh(&first.refresh).await);
    let late = admin.code(&authorize(&[]), None).await;
    let revoke = async |token: &str| {
        let fields = [("client_id", PARTNER_CRM), ("token", token)];
        let ask = portal.anonymous().ask(Method::POST, "/oauth/revoke");
        ask.form(form(&fields)).send().await
    };
    assert_eq!(revoke(&renewed.refresh).await.status, 200);
    portal.clock.advance(61);
    let _lock = portal.lock().await;
    let soon = |what| tokio::time::timeout(Duration::from_secs(4), what);
    for token in [
        &first.access,
        &first.refresh,
        &renewed.access,
        &renewed.refresh,
    ] {
        let reply = soon(revoke(token)).await;
        assert_eq!(reply.expect("it waited for the lock").status, 200);
    }
    let soon = |what| tokio::time::timeout(Duration::from_secs(4), what);
    for reply in [
        soon(portal.refresh(&first.refresh)).await,
        soon(portal.refresh(&renewed.refresh)).await,
    ] {
        assert_eq!(reply.expect("it waited for the lock").status, 400);
    }
    let soon = |what| tokio::time::timeout(Duration::from_secs(4), what);
    for reply in [
        soon(portal.redeem(&code)).await,
        soon(portal.redeem(&late)).await,
    ] {
        assert_eq!(reply.expect("it waited for the lock").status, 400);
    }
}
