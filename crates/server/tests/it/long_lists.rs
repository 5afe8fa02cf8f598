//! Lists of many applications, by pages and whole.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::portal::{PARTNER_CRM, Person, Portal, authorization};

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
