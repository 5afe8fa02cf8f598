//! Two at once.

use axum::http::Method;
use serde_json::json;
use sqlx::Connection as _;

use crate::portal::{PARTNER_CRM, Portal, WALLBOARD, authorization};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_saves_over_the_same_version_one_wins() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let etag = admin.get(&path).await.header("etag").to_owned();
    let saves = [
        "users", "groups", "routing", "presence", "scripts", "outbound", "widgets", "fax",
    ];
    let tasks = saves.map(|scope| {
        let ask = admin.write(Method::PUT, &path).header("if-match", &etag);
        tokio::spawn(ask.json(&json!({ "scope": [scope] })).send())
    });
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.unwrap().status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(admin.get(&path).await.header("etag"), "\"v3\"");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_without_a_condition_wait_for_each_other_and_all_count() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(PARTNER_CRM);
    let saves = [
        "users", "groups", "routing", "presence", "scripts", "outbound", "widgets", "fax",
    ];
    let tasks = saves.map(|scope| {
        tokio::spawn(
            admin
                .write(Method::PUT, &path)
                .json(&json!({ "scope": [scope] }))
                .send(),
        )
    });
    for task in tasks {
        assert_eq!(task.await.unwrap().status.as_u16(), 200);
    }
    assert_eq!(admin.get(&path).await.header("etag"), "\"v8\"");
    let versions =
        "SELECT count(DISTINCT version) FROM authorization_version WHERE client_id LIKE '%9d01'";
    assert_eq!(portal.count(versions).await, 8);
}

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    // The version row of the next save is taken already, so the transaction fails after it began.
    let mut connection = sqlx::SqliteConnection::connect(portal.database.to_str().unwrap())
        .await
        .unwrap();
    sqlx::query("INSERT INTO authorization_version (client_id, version, date, after) VALUES ($1, 3, '', '')")
        .bind(WALLBOARD)
        .execute(&mut connection)
        .await
        .unwrap();
    let before = admin.get(&path).await.text;
    let reply = admin.put(&path, json!({ "scope": ["users"] })).await;
    reply.is(500, "internal.server.error");
    assert!(!reply.text.contains("UNIQUE") && !reply.text.contains("authorization_version"));
    assert_eq!(admin.get(&path).await.text, before);
}
