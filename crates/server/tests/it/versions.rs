//! Versions of an authorization: each change is one, and those that were decided can be restored.

use countersign_contract::AuthorizationState;
use serde_json::json;

use crate::portal::{OLD_DIALER, PARTNER_CRM, Portal, authorization};

#[tokio::test]
async fn every_change_is_a_version_and_any_decided_one_can_be_restored() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    let path = authorization(PARTNER_CRM);
    let ask = json!({ "clientId": PARTNER_CRM, "reason": "To see my customers." });
    agent.post("/api/v2/oauth/requests", ask).await;
    admin
        .put(&path, json!({ "scope": ["users"], "note": "first" }))
        .await;
    admin
        .put(&path, json!({ "scope": ["routing"], "note": "second" }))
        .await;
    admin.delete(&path).await;
    let versions = admin.get(&format!("{path}/versions")).await.json();
    let states: Vec<_> = versions["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["version"].as_u64().unwrap(),
                one["state"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (4, "Revoked"),
        (3, "Authorized"),
        (2, "Authorized"),
        (1, "Requested"),
    ];
    assert_eq!(states, expected);
    let restore = async |version: &str| {
        admin
            .post(&format!("{path}/versions/{version}/restore"), json!({}))
            .await
    };
    let restored = restore("2").await.json();
    assert_eq!(
        (&restored["scope"], &restored["version"]),
        (&json!(["users"]), &json!(5))
    );
    restore("1").await.is(409, "request.conflict");
    restore("99").await.is(404, "not.found");
    restore("x").await.is(404, "not.found");
    assert_eq!(
        restore("4").await.json()["state"],
        AuthorizationState::Revoked.as_str()
    );
}

#[tokio::test]
async fn nothing_is_restored_for_a_client_that_is_switched_off() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(OLD_DIALER);
    let before = admin.get(&path).await.json();
    assert_eq!(before["state"], "Revoked");
    let off = "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d05'";
    portal.execute(off).await;
    let restore = format!("{path}/versions/1/restore");
    let reply = admin.post(&restore, json!({})).await;
    reply.is(409, "request.conflict");
    let after = admin.get(&path).await.json();
    assert_eq!(
        (&after["state"], &after["version"]),
        (&before["state"], &before["version"])
    );
    let on = "UPDATE client SET document = json_set(document, '$.state', 'active') WHERE id LIKE '%9d05'";
    portal.execute(on).await;
    let reply = admin.post(&restore, json!({})).await;
    assert_eq!(reply.json()["state"], "Authorized", "{}", reply.text);
}
