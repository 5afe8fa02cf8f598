//! What is over is forgotten after a while; what is from the future does not count.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::oauth::{Tokens, authorize, is_refused};
use crate::portal::{Person, Portal};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

impl Portal {
    async fn forget(&self) -> u64 {
        self.store.forget(self.clock.seconds()).await.unwrap()
    }

    /// Lets time go by, as if the program had looked all the while.
    async fn pass(&self, seconds: i64) {
        self.clock.advance(seconds);
        let now = self.clock.seconds();
        self.script(&format!(
            "UPDATE fact SET value = '{now}' WHERE name = 'forgotten until'"
        ))
        .await;
        self.forget().await;
    }
}

#[tokio::test]
async fn each_thing_is_forgotten_when_its_time_is_over_and_not_before() {
    let portal = Portal::new().await;
    portal.forget().await;
    let agent = portal.agent().await;
    let admin = portal.admin().await;
    let body = json!({ "scope": ["user-basic-info"] });
    admin
        .put(
            &crate::portal::authorization(crate::portal::PARTNER_CRM),
            body,
        )
        .await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    agent.deny(&agent.asked(&authorize(&[])).await).await;
    agent.asked(&authorize(&[])).await;
    portal.sign_in("admin@demo.example", "wrong").await;
    agent
        .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
        .await;
    portal.write_uses().await;
    let sums = async || {
        let mut sums = Vec::new();
        for sql in [
            "SELECT count(*) FROM session",
            "SELECT count(*) FROM consent WHERE decision IS NULL",
            "SELECT count(*) FROM consent WHERE decision IS NOT NULL",
            "SELECT count(*) FROM access_token",
            "SELECT count(*) FROM token_family",
            "SELECT count(*) FROM audit_event WHERE action LIKE 'session.%'",
            "SELECT count(*) FROM audit_event WHERE action LIKE 'consent.%'",
            "SELECT count(*) FROM known_browser",
            "SELECT count(*) FROM token_use WHERE client_id LIKE '%9d01'",
        ] {
            sums.push(portal.count(sql).await);
        }
        sums
    };
    assert_eq!(sums().await, [2, 1, 2, 1, 1, 3, 2, 2, 1]);
    portal.pass(DAY - 1).await;
    assert_eq!(sums().await, [2, 1, 2, 1, 1, 3, 2, 2, 1]);
    portal.pass(8 * HOUR + 1).await;
    assert_eq!(
        sums().await,
        [0, 0, 2, 1, 1, 3, 2, 2, 1],
        "idle sessions, undecided requests"
    );
    portal.pass(DAY).await;
    assert_eq!(sums().await, [0, 0, 2, 0, 1, 3, 2, 2, 1], "access tokens");
    portal.pass(29 * DAY).await;
    assert_eq!(
        sums().await,
        [0, 0, 0, 0, 0, 3, 2, 2, 1],
        "consents, families"
    );
    portal.pass(60 * DAY).await;
    assert_eq!(
        sums().await,
        [0, 0, 0, 0, 0, 0, 2, 2, 1],
        "signing in and out"
    );
    portal.pass(310 * DAY).await;
    assert_eq!(
        sums().await,
        [0, 0, 0, 0, 0, 0, 2, 0, 0],
        "browsers and uses"
    );
    portal.pass(700 * DAY).await;
    assert_eq!(sums().await, [0; 9], "all of the audit");
}

#[tokio::test]
async fn a_clock_that_is_far_ahead_for_a_moment_takes_nothing_away_for_good() {
    let portal = Portal::new().await;
    portal.forget().await;
    let agent = portal.agent().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    portal.clock.advance(500 * DAY);
    assert_eq!(agent.get("/api/v2/users/me").await.status, 401);
    assert_eq!(portal.forget().await, 0);
    // Others come and go in the meantime.
    portal.supervisor().await;
    portal.clock.advance(-500 * DAY);
    assert_eq!(agent.get("/api/v2/users/me").await.status, 200);
    assert!(portal.is_active(&tokens.access).await);
    Tokens::of(&portal.refresh(&tokens.refresh).await);
}

#[tokio::test]
async fn nothing_that_was_made_in_the_future_is_accepted() {
    let portal = Portal::new().await;
    portal.clock.advance(DAY);
    let admin: Person = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let code = admin.code(&authorize(&[]), None).await;
    let consent = admin.asked(&authorize(&[])).await;
    portal.clock.advance(-DAY);
    assert_eq!(admin.get("/api/v2/users/me").await.status, 401);
    let reply = admin
        .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert!(!portal.is_active(&tokens.access).await && !portal.is_active(&tokens.refresh).await);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    is_refused(&portal.redeem(&code).await, "invalid_grant");
    let again = portal.admin().await;
    let reply = again.get(&crate::oauth::consent(&consent)).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    // A clock of another machine that is a little ahead is no reason.
    portal.clock.advance(DAY - 30);
    assert_eq!(admin.get("/api/v2/users/me").await.status, 200);
    Tokens::of(&portal.redeem(&code).await);
}

#[tokio::test]
async fn of_signing_in_and_out_a_persons_newest_rows_are_kept() {
    let portal = Portal::new().await;
    portal.forget().await;
    portal
        .script(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500) \
             INSERT INTO audit_event (date, actor_id, actor_name, action, client_id, request_id) \
             SELECT '2026-11-23T08:00:00Z', 'ada', 'Ada', 'session.started', '', printf('%d', i) FROM n",
        )
        .await;
    portal.agent().await;
    assert_eq!(portal.forget().await, 500);
    let oldest = "SELECT min(CAST(request_id AS INTEGER)) FROM audit_event WHERE actor_id = 'ada'";
    assert_eq!(portal.count(oldest).await, 501);
    let others = "SELECT count(*) FROM audit_event WHERE actor_id <> 'ada'";
    assert_eq!(portal.count(others).await, 1);
}
