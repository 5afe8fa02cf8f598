//! PUT and DELETE of an authorization.

use axum::http::Method;
use countersign_contract::{AuthorizationState, OAuthAuthorization};
use serde_json::json;

use crate::portal::{OLD_DIALER, PARTNER_CRM, Portal, SURVEY_BOT, WALLBOARD, authorization};

pub const VERSIONS: &str = "SELECT count(*) FROM authorization_version";

pub async fn role(portal: &Portal, name: &str) -> String {
    let reply = portal
        .admin()
        .await
        .get(&format!("/api/v2/authorization/roles?name={name}"))
        .await;
    reply.json()["entities"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_first_authorization_is_stored_with_author_and_version() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(PARTNER_CRM);
    let undecided: OAuthAuthorization = admin.get(&path).await.read();
    assert_eq!(undecided.state, AuthorizationState::Unauthorized);
    assert_eq!((undecided.version, undecided.scope.len()), (Some(0), 0));

    let agent = role(&portal, "agent").await;
    let body = json!({ "scope": ["users:readonly", "recordings", "recordings"], "roles": [agent], "note": " For\u{7} sales\n" });
    let reply = admin.put(&path, body).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("etag")),
        (200, "\"v1\"")
    );
    let stored: OAuthAuthorization = reply.read();
    assert_eq!(stored.state, AuthorizationState::Authorized);
    assert_eq!(stored.scope, ["users:readonly", "recordings"]);
    assert_eq!(stored.roles, [agent]);
    assert_eq!(stored.note.as_deref(), Some("For  sales"));
    assert_eq!(stored.date_created.as_deref(), Some("2026-11-23T09:00:00Z"));
    assert_eq!(
        stored.created_by.as_ref().unwrap().name.as_deref(),
        Some("Ada Brandt")
    );
    assert_eq!(stored, admin.get(&path).await.read());
    assert_eq!(
        portal.count("SELECT count(*) FROM authorization_version WHERE client_id LIKE '%9d01' AND author_name = 'Ada Brandt' AND before IS NULL AND length(request_id) = 36").await,
        1
    );
}

#[tokio::test]
async fn a_stale_save_is_refused_and_shows_who_was_first() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let etag = admin.get(&path).await.header("etag").to_owned();
    let put = |scope: &str| {
        admin
            .write(Method::PUT, &path)
            .header("if-match", &etag)
            .json(&json!({ "scope": [scope] }))
    };
    assert_eq!(put("users:readonly").send().await.status.as_u16(), 200);
    let before = portal.count(VERSIONS).await;
    let refused = put("users").send().await;
    refused.is(412, "precondition.failed");
    assert_eq!(refused.header("etag"), "\"v3\"");
    let current = &refused.json()["current"];
    assert_eq!(current["scope"], json!(["users:readonly"]));
    assert_eq!(current["modifiedBy"]["name"], "Ada Brandt");
    let stale = admin
        .write(Method::DELETE, &path)
        .header("if-match", &etag)
        .send()
        .await;
    stale.is(412, "precondition.failed");
    assert_eq!(portal.count(VERSIONS).await, before);
}

#[tokio::test]
async fn without_if_match_the_last_write_wins_and_a_star_needs_only_the_client() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    assert_eq!(
        admin
            .put(&path, json!({ "scope": ["users"] }))
            .await
            .header("etag"),
        "\"v3\""
    );
    assert_eq!(
        admin
            .put(&path, json!({ "scope": [] }))
            .await
            .header("etag"),
        "\"v4\""
    );
    for (tag, status, code) in [
        ("*", 200, ""),
        ("W/\"v4\"", 412, "precondition.failed"),
        ("\"v1\", \"v4\"", 200, ""),
        ("v4", 400, "constraint.validation"),
    ] {
        let ask = admin.write(Method::PUT, &path).header("if-match", tag);
        ask.json(&json!({ "scope": [] }))
            .send()
            .await
            .is(status, code);
    }
}

#[tokio::test]
async fn roles_left_out_stay_and_roles_empty_mean_everyone() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let supervisor = role(&portal, "supervisor").await;
    let reply = admin.put(&path, json!({ "scope": ["users"] })).await;
    assert_eq!(reply.json()["roles"], json!([supervisor]));
    let reply = admin
        .put(&path, json!({ "scope": ["users"], "roles": null }))
        .await;
    assert_eq!(reply.json()["roles"], json!([supervisor]));
    let reply = admin
        .put(&path, json!({ "scope": ["users"], "roles": [] }))
        .await;
    assert_eq!(reply.json()["roles"], json!([]));
}

#[tokio::test]
async fn a_save_that_changes_nothing_makes_no_version() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let before: OAuthAuthorization = admin.get(&path).await.read();
    let mut scope = before.scope.clone();
    scope.reverse();
    let count = portal.count(VERSIONS).await;
    let reply = admin
        .put(
            &path,
            json!({ "scope": scope, "roles": before.roles, "note": before.note }),
        )
        .await;
    assert_eq!(reply.read::<OAuthAuthorization>(), before);
    let reply = admin.put(&path, json!({ "scope": scope })).await;
    assert_eq!(reply.read::<OAuthAuthorization>(), before);
    assert_eq!(portal.count(VERSIONS).await, count);
}

#[tokio::test]
async fn a_save_that_changes_only_the_note_is_a_version() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let path = authorization(WALLBOARD);
    let before: OAuthAuthorization = admin.get(&path).await.read();
    let body = json!({ "scope": before.scope, "note": "Checked with their security team." });
    let reply = admin.put(&path, body).await;
    assert_eq!(reply.header("etag"), "\"v3\"");
    let after: OAuthAuthorization = admin.get(&path).await.read();
    assert_eq!(
        after.note.as_deref(),
        Some("Checked with their security team.")
    );
    assert_eq!((after.version, &after.scope), (Some(3), &before.scope));
    let versions = admin.get(&format!("{path}/versions")).await.json();
    assert_eq!(
        versions["entities"][0]["note"],
        "Checked with their security team."
    );
}

#[tokio::test]
async fn requested_and_revoked_become_authorized() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for client in [SURVEY_BOT, OLD_DIALER] {
        let before: OAuthAuthorization = admin.get(&authorization(client)).await.read();
        let reply = admin
            .put(&authorization(client), json!({ "scope": before.scope }))
            .await;
        let after: OAuthAuthorization = reply.read();
        assert_eq!(
            (after.state, after.pending),
            (AuthorizationState::Authorized, false)
        );
        assert_eq!(after.version, before.version.map(|version| version + 1));
        assert_eq!(after.created_by, before.created_by);
    }
}

#[tokio::test]
async fn a_revoke_is_a_version_and_the_second_one_is_none() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for (client, versions) in [
        (WALLBOARD, 1),
        (OLD_DIALER, 0),
        (PARTNER_CRM, 1),
        (SURVEY_BOT, 1),
    ] {
        let path = authorization(client);
        let before = portal.count(VERSIONS).await;
        for _ in 0..2 {
            let reply = admin
                .write(Method::DELETE, &path)
                .json(&json!({ "note": "Not needed." }))
                .send()
                .await;
            assert_eq!((reply.status.as_u16(), reply.text.as_str()), (204, ""));
        }
        assert_eq!(portal.count(VERSIONS).await - before, versions, "{client}");
        let after: OAuthAuthorization = admin.get(&path).await.read();
        assert_eq!(
            (after.state, after.pending),
            (AuthorizationState::Revoked, false)
        );
        if versions == 1 {
            assert_eq!(after.note.as_deref(), Some("Not needed."));
        }
    }
}
