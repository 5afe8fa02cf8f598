//! What somebody without a right can't do: read a whole table, hold up those who write, lock others
//! out, fill the disk.

use axum::http::{Method, StatusCode};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use std::time::Duration;

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, consent, form, redemption};
use crate::portal::{Ask, PARTNER_CRM, PEER, Person, Portal, Reply, Setting, authorization};

const RIGHT: &str = "countersign-demo";
const ADMIN: &str = "admin@demo.example";

/// A portal behind a proxy, so that callers have addresses of their own.
async fn behind_a_proxy() -> Portal {
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

/// Applications for everyone, one after the other by name, that people sign in with.
async fn with_applications(number: u32) -> Portal {
    let portal = Portal::new().await;
    portal
        .script(&format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number}) \
             INSERT INTO client (id, name_folded, kind, document) SELECT printf('z%07d', i), printf('zz %07d', i), 'external', \
             json_object('id', printf('z%07d', i), 'name', printf('ZZ %07d', i), 'authorizedGrantType', 'CODE') FROM n; \
             INSERT INTO client_authorization (client_id, version, state, document, pending, state_rank, name_folded, \
             scope_count, role_count, max_risk, decided_by_folded) \
             SELECT id, 1, 'Authorized', json_object('client', json(document), 'scope', json('[]'), 'roles', json('[]'), \
             'state', 'Authorized', 'version', 1), 0, 2, name_folded, 0, 0, 0, '' FROM client WHERE id LIKE 'z0%';"
        ))
        .await;
    portal
}

#[tokio::test]
async fn a_person_gets_a_page_of_the_applications_that_are_for_them() {
    let portal = with_applications(300).await;
    let (agent, supervisor) = (portal.agent().await, portal.supervisor().await);
    let page = async |person: &Person, query: &str| {
        let reply = person.get(&format!("/api/v2/oauth/apps/me{query}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    };
    let names = |page: &Value| -> Vec<String> {
        let apps = page["entities"].as_array().unwrap().iter();
        apps.map(|app| app["client"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = page(&agent, "").await;
    assert_eq!(names(&first).len(), 100);
    let total = first["total"].as_u64().unwrap();
    assert!(total > 300, "{total}");
    let mut all = Vec::new();
    for number in 1..=first["pageCount"].as_u64().unwrap() {
        all.extend(names(&page(&agent, &format!("?pageNumber={number}")).await));
    }
    assert_eq!(all.len() as u64, total, "each once");
    assert!(all.is_sorted_by_key(|name| name.to_lowercase()));
    // Wallboard is for supervisors, and a client that is switched off for nobody.
    assert!(!all.contains(&"Wallboard".to_owned()));
    let found = page(&supervisor, "?name=WALLB").await;
    assert_eq!(names(&found), ["Wallboard", "Wallboard TV"]);
    portal
        .execute("UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d02'")
        .await;
    let found = page(&supervisor, "?name=wallboard").await;
    assert_eq!(names(&found), ["Wallboard TV"]);
    for query in ["?pageSize=101", "?pageNumber=0"] {
        let reply = agent.get(&format!("/api/v2/oauth/apps/me{query}")).await;
        reply.is(400, "invalid.query.param.value");
    }
}

#[tokio::test]
async fn who_may_launch_what_follows_each_decision() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let path = authorization(PARTNER_CRM);
    let has = async || {
        let reply = agent.get("/api/v2/oauth/apps/me?name=partner%20crm").await;
        reply.json()["total"] == 1
    };
    let role = async |name: &str| {
        let reply = admin
            .get(&format!("/api/v2/authorization/roles?name={name}"))
            .await;
        reply.json()["entities"][0]["id"].clone()
    };
    let (own, other) = (role("agent").await, role("supervisor").await);
    let put = async |roles: Value| {
        let body = json!({ "scope": ["user-basic-info"], "roles": roles });
        admin.put(&path, body).await.is(200, "");
    };
    assert!(!has().await, "nobody decided");
    put(json!([])).await;
    assert!(has().await, "everyone");
    put(json!([other])).await;
    assert!(!has().await, "others");
    put(json!([other, own])).await;
    assert!(has().await, "their role");
    admin.delete(&path).await;
    assert!(!has().await, "revoked");
    let restore = format!("{path}/versions/3/restore");
    admin.post(&restore, json!({})).await.is(200, "");
    assert!(has().await, "restored");
}

#[tokio::test]
async fn the_whole_list_comes_in_pieces_and_is_whole() {
    let portal = with_applications(1_200).await;
    let admin = portal.admin().await;
    let reply = admin.get("/api/v2/oauth/authorizations").await;
    let list = reply.json();
    let stored = portal
        .count("SELECT count(*) FROM client_authorization")
        .await;
    let entities = list["entities"].as_array().unwrap();
    assert_eq!(
        (
            list["total"].as_i64(),
            i64::try_from(entities.len()).unwrap()
        ),
        (Some(stored), stored)
    );
    assert_eq!(list["selfUri"], "/api/v2/oauth/authorizations");
    let ids: std::collections::BTreeSet<_> = entities
        .iter()
        .map(|one| one["client"]["id"].as_str())
        .collect();
    assert_eq!(ids.len(), entities.len(), "each once");
    let pending: Vec<_> = entities.iter().map(|one| one["pending"] == true).collect();
    assert!(
        pending[0] && pending.is_sorted_by(|one, next| one >= next),
        "pending ones first"
    );
    // Nothing of it is kept for the whole: the head comes before the end was read.
    assert_eq!(reply.header("content-length"), "");
}

#[tokio::test]
async fn a_list_that_breaks_off_is_not_taken_for_the_whole() {
    let portal = with_applications(600).await;
    let admin = portal.admin().await;
    portal
        .execute(r#"UPDATE client SET document = '{"id":7}' WHERE id = 'z0000500'"#)
        .await;
    let response = admin
        .ask(Method::GET, "/api/v2/oauth/authorizations")
        .broken()
        .await;
    assert!(response, "it ended as if it were whole");
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
