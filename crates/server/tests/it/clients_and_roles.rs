//! Clients, roles, the signed-in user, capabilities.

use serde_json::json;
use sqlx::Connection as _;

use crate::portal::{CALLBACK_HELPER, Portal, WALLBOARD};

#[tokio::test]
async fn only_who_may_authorize_sees_the_state_of_a_clients_authorization() {
    let portal = Portal::new().await;
    let path = "/api/v2/oauth/clients?pageSize=100";
    let seen = portal.admin().await.get(path).await.json();
    assert_eq!(seen["total"], 25);
    let states = seen["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["authorizationState"]);
    assert!(states.clone().any(|state| state == "Unauthorized"));
    assert!(states.clone().any(|state| state == "Revoked"));
    let viewer = portal.viewer().await;
    let hidden = viewer.get(path).await;
    assert_eq!(hidden.json()["total"], 25);
    assert!(!hidden.text.contains("authorizationState"));
    viewer
        .get(&format!("{path}&sortBy=authorization"))
        .await
        .is(400, "invalid.query.param.value");
}

#[tokio::test]
async fn clients_are_filtered_sorted_and_paged() {
    let portal = Portal::new().await;
    let viewer = portal.viewer().await;
    let names = async |query: &str| -> Vec<String> {
        let page = viewer
            .get(&format!("/api/v2/oauth/clients?{query}"))
            .await
            .json();
        let entities = page["entities"].as_array().unwrap();
        entities
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("name=WALLBOARD").await, ["Wallboard", "Wallboard TV"]);
    assert_eq!(names("name=9d02").await, ["Wallboard"]);
    assert_eq!(
        names("kind=builtIn&sortOrder=desc").await,
        ["Mobile Companion", "Directory Web Client", "Agent Desktop"]
    );
    assert_eq!(
        names("sortBy=dateCreated&sortOrder=DESC&pageSize=1").await,
        ["Partner CRM"]
    );
    assert_eq!(names("").await.len(), 25);
    assert_eq!(names("pageNumber=9").await.len(), 0);
    assert!(
        !names("pageSize=100")
            .await
            .contains(&"Callback Helper".to_owned())
    );
    let gone = viewer
        .get(&format!("/api/v2/oauth/clients/{CALLBACK_HELPER}"))
        .await;
    gone.is(404, "client.not.found");
    assert_eq!(gone.json()["messageParams"]["name"], "Callback Helper");
}

#[tokio::test]
async fn a_secret_is_in_no_answer() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for path in [
        "/api/v2/oauth/clients?pageSize=100",
        "/api/v2/oauth/authorizations",
    ] {
        let text = admin.get(path).await.text.to_lowercase();
        assert!(text.contains("nightly export") && !text.contains("secret"));
    }
}

#[tokio::test]
async fn roles_are_found_by_name_id_and_permission() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let names = async |query: &str| -> Vec<String> {
        let page = admin
            .get(&format!("/api/v2/authorization/roles?{query}"))
            .await
            .json();
        let entities = page["entities"].as_array().unwrap();
        entities
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let quality = [
        "Quality Administrator",
        "Quality Evaluator",
        "Quality Evaluator, EMEA",
        "Quality Reader",
    ];
    assert_eq!(names("name=QUALITY").await, quality);
    assert_eq!(
        names("permission[]=oauth:client:authorize").await,
        ["Master Admin"]
    );
    assert_eq!(
        names("permission=oauth:client:view").await,
        ["Master Admin", "OAuth Viewer"]
    );
    let page = admin
        .get("/api/v2/authorization/roles?name=quality")
        .await
        .json();
    let id = |index: usize| page["entities"][index]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        names(&format!("id={},{}", id(0), id(2))).await,
        [quality[0], quality[2]]
    );
    assert_eq!(
        names(&format!("id[]={}&id[]={}", id(1), id(3))).await,
        [quality[1], quality[3]]
    );
    let by_count = names("sortBy=userCount&sortOrder=desc&userCount=true").await;
    assert_eq!(by_count[..3], ["Agent", "Qualified Intake", "Supervisor"]);
}

#[tokio::test]
async fn users_of_a_role_are_counted_only_when_asked() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let plain = admin
        .get("/api/v2/authorization/roles?name=agent")
        .await
        .json();
    assert!(plain["entities"][0].get("userCount").is_none());
    let uri = plain["entities"][0]["selfUri"].as_str().unwrap().to_owned();
    assert_eq!(
        admin.get(&format!("{uri}?userCount=true")).await.json()["userCount"],
        1140
    );
    assert!(admin.get(&uri).await.json().get("userCount").is_none());
}

#[tokio::test]
async fn the_signed_in_user_comes_with_what_was_expanded() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let plain = admin.get("/api/v2/users/me").await.json();
    assert_eq!(plain["name"], "Ada Brandt");
    assert!(plain.get("authorization").is_none() && plain.get("organization").is_none());
    for query in [
        "expand=authorization,organization",
        "expand=authorization&expand=organization",
    ] {
        let full = admin.get(&format!("/api/v2/users/me?{query}")).await.json();
        assert_eq!(
            full["authorization"]["permissions"],
            json!(["authorization:*:*", "oauth:*:*", "usage:*:*"])
        );
        assert_eq!(full["authorization"]["roles"][0]["name"], "Master Admin");
        assert_eq!(full["organization"]["name"], "Harbourline");
    }
}

#[tokio::test]
async fn a_session_is_a_token_without_client_and_scopes() {
    let portal = Portal::new().await;
    let token = portal.agent().await.get("/api/v2/tokens/me").await.json();
    assert_eq!(token["organization"]["name"], "Harbourline");
    assert_eq!(token["authorizedScope"], json!([]));
    assert!(token.get("OAuthClient").is_none());
}

#[tokio::test]
async fn only_what_is_complete_is_announced() {
    let portal = Portal::new().await;
    let answer = portal
        .anonymous()
        .get("/api/v2/oauth/capabilities")
        .await
        .json();
    let features = [
        "paging", "details", "etag", "versions", "impact", "grants", "requests", "consents", "apps",
    ];
    assert_eq!(answer, json!({ "contract": "1", "features": features }));
}

#[tokio::test]
async fn hostile_names_pass_through_as_json_text() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let name = "<script>alert(1)</script>\u{202e}\u{200b}\u{0}'\"\\";
    let mut connection = sqlx::SqliteConnection::connect(portal.database.to_str().unwrap())
        .await
        .unwrap();
    sqlx::query(
        "UPDATE client SET document = json_set(document, '$.name', json($1)) WHERE id = $2",
    )
    .bind(json!(name).to_string())
    .bind(WALLBOARD)
    .execute(&mut connection)
    .await
    .unwrap();
    for path in [
        format!("/api/v2/oauth/clients/{WALLBOARD}"),
        format!("/api/v2/oauth/authorizations/{WALLBOARD}"),
    ] {
        let reply = admin.get(&path).await;
        let client = reply.json();
        let client = if client["client"].is_object() {
            &client["client"]
        } else {
            &client
        };
        assert_eq!(client["name"], name);
        assert_eq!(reply.header("content-type"), "application/json");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
}
