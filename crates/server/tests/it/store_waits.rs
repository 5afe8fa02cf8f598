//! What waits for the database and what does not.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::fault_scene::{Scene, scene};
use crate::portal::{Ask, Portal, WALLBOARD, authorization};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lock_of_another_process_makes_no_read_fail_and_a_write_wait_and_say_so() {
    let scene = scene(Portal::new().await).await;
    let Scene {
        portal,
        admin,
        tokens,
        ..
    } = &scene;
    let lock = portal.lock().await;
    // Longer than a session is noted to be in use.
    portal.clock.advance(120);
    let bearer = format!("Bearer {}", tokens.access);
    let call = || {
        let ask = portal.anonymous().ask(Method::GET, "/api/v2/users/me");
        ask.header("authorization", &bearer)
    };
    let me = || admin.ask(Method::GET, "/api/v2/users/me");
    let page = || admin.ask(Method::GET, "/api/v2/oauth/authorizations?pageSize=5");
    for read in [&me as &dyn Fn() -> Ask, &call, &page] {
        assert_eq!(scene.statuses(read).await, [200]);
    }
    let reply = admin
        .put(&authorization(WALLBOARD), json!({ "scope": ["users"] }))
        .await;
    reply.is(503, "service.unavailable");
    assert!(reply.header("retry-after").parse::<u32>().unwrap() > 0);
    drop(lock);
    let reply = admin
        .put(&authorization(WALLBOARD), json!({ "scope": ["users"] }))
        .await;
    reply.is(200, "");
}

#[tokio::test]
async fn reads_with_a_token_or_a_session_write_nothing_until_all_is_written_at_once() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    portal.clock.advance(120);
    let before = portal.changes();
    for _ in 0..20 {
        for method in [Method::GET, Method::HEAD] {
            let reply = admin
                .with_token(method, "/api/v2/tokens/me", &tokens.access)
                .await;
            assert_eq!(reply.status, StatusCode::OK);
        }
        admin.get("/api/v2/users/me").await.is(200, "");
    }
    assert_eq!(portal.changes(), before, "a read wrote");
    portal.write_uses().await;
    let calls = "SELECT sum(calls) FROM token_use WHERE client_id LIKE '%9d01' AND scope = 'user-basic-info'";
    assert_eq!(portal.count(calls).await, 40);
    let seen = "SELECT count(*) FROM session WHERE last_seen = created_at + 120";
    assert_eq!(portal.count(seen).await, 1);
    // Nothing more to write.
    let before = portal.changes();
    portal.write_uses().await;
    assert_eq!(portal.changes(), before);
}

#[tokio::test]
async fn what_could_not_be_counted_is_counted_later() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    portal
        .execute("CREATE TRIGGER full BEFORE INSERT ON token_use BEGIN SELECT RAISE(ROLLBACK, 'full'); END")
        .await;
    let call = async || {
        admin
            .with_token(Method::GET, "/api/v2/users/me", &tokens.access)
            .await
            .is(200, "");
    };
    call().await;
    assert!(
        portal
            .store
            .write_uses(portal.clock.seconds())
            .await
            .is_err()
    );
    call().await;
    portal.execute("DROP TRIGGER full").await;
    portal.write_uses().await;
    let calls = "SELECT sum(calls) FROM token_use WHERE client_id LIKE '%9d01' AND scope = 'user-basic-info'";
    assert_eq!(portal.count(calls).await, 2);
}
