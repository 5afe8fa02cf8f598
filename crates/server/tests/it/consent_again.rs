//! Who is asked again, who is not, and what came of a consent.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::consents::ids;
use crate::oauth::{Tokens, authorize};
use crate::portal::{PARTNER_CRM, Portal, WALLBOARD, authorization};

#[tokio::test]
async fn new_scopes_ask_the_administrator_again_and_then_each_user() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let first = portal.signed_in_to_crm(&agent).await;
    let more = authorize(&[(
        "scope",
        "user-basic-info external-contacts routing:readonly",
    )]);
    // Not allowed by the organization: the user's token is cut, without a new question about it.
    let id = agent.asked(&more).await;
    assert_eq!(
        ids(&agent.shown(&id).await),
        ["user-basic-info", "external-contacts"]
    );
    let id = admin.asked(&more).await;
    let shown = admin.shown(&id).await;
    assert_eq!(
        (&shown["audience"], &shown["reason"]),
        (&json!("organization"), &json!("newScopes"))
    );
    assert_eq!(
        shown["scopes"][0]["id"], "routing:readonly",
        "new ones come first"
    );
    assert_eq!(shown["scopes"][0]["new"], true);
    admin
        .allow(
            &id,
            Some(&["user-basic-info", "external-contacts", "routing:readonly"]),
        )
        .await;
    let stored = admin.get(&authorization(PARTNER_CRM)).await.json();
    for kept in &first.scope {
        assert!(
            stored["scope"].as_array().unwrap().contains(&json!(kept)),
            "{kept} stays allowed"
        );
    }
    let id = agent.asked(&more).await;
    let shown = agent.shown(&id).await;
    assert_eq!(
        (&shown["audience"], &shown["reason"]),
        (&json!("user"), &json!("newScopes"))
    );
    assert_eq!(shown["previousDate"], "2026-11-23T09:00:00Z");
    let scopes = ["user-basic-info", "external-contacts", "routing:readonly"];
    let code = agent.code(&more, Some(&scopes)).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    assert_eq!(tokens.scope, scopes);
}

#[tokio::test]
async fn a_public_client_asks_every_time_and_a_withdrawn_consent_again() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let id = admin.asked(&authorize(&[])).await;
    assert_eq!(admin.shown(&id).await["reason"], "publicClient");
    let mine = admin.get("/api/v2/oauth/grants/me").await.json();
    assert_eq!(mine["entities"][0]["client"]["name"], "Partner CRM");
    assert_eq!(mine["entities"][0]["active"], true);
    let withdraw = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    assert_eq!(admin.delete(&withdraw).await.status, StatusCode::NO_CONTENT);
    assert!(!portal.is_active(&tokens.access).await);
    assert_eq!(
        admin.delete(&withdraw).await.status,
        StatusCode::NO_CONTENT,
        "idempotent"
    );
    assert_eq!(
        admin.get("/api/v2/oauth/grants/me").await.json()["total"],
        0
    );
    let id = admin.asked(&authorize(&[])).await;
    assert_eq!(admin.shown(&id).await["reason"], "revoked");
}

#[tokio::test]
async fn an_administrator_sees_and_withdraws_the_consents_of_others() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let agent = portal.agent().await;
    portal.signed_in_to_crm(&admin).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let path = format!("{}/grants", authorization(PARTNER_CRM));
    let grants = admin.get(&path).await.json();
    let names: Vec<_> = grants["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|grant| grant["user"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ada Brandt", "Inès Moreau"]);
    let user = grants["entities"][1]["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        admin.delete(&format!("{path}/{user}")).await.status,
        StatusCode::NO_CONTENT
    );
    assert!(!portal.is_active(&tokens.access).await);
}

#[tokio::test]
async fn apps_are_those_that_the_users_roles_let_them_use() {
    let portal = Portal::new().await;
    let names = |reply: Value| {
        let apps = reply["entities"].as_array().unwrap().iter();
        apps.map(|app| app["client"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let supervisor = portal
        .supervisor()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    let agent = portal
        .agent()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    assert!(names(supervisor).contains(&"Wallboard".to_owned()));
    let agents = names(agent);
    assert!(
        !agents.contains(&"Wallboard".to_owned()) && agents.contains(&"Wallboard TV".to_owned())
    );
    assert!(!agents.contains(&"Old Dialer".to_owned()), "revoked");
    let admin = portal.admin().await;
    admin
        .put(
            &authorization(WALLBOARD),
            json!({ "scope": ["users"], "roles": [] }),
        )
        .await;
    let agent = portal
        .agent()
        .await
        .get("/api/v2/oauth/apps/me")
        .await
        .json();
    assert!(names(agent).contains(&"Wallboard".to_owned()));
}
