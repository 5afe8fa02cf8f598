//! A right that goes after a call was checked and before it is its turn to write.

use axum::http::Method;
use serde_json::{Value, json};

use crate::oauth::{Tokens, authorize};
use crate::portal::{Ask, PARTNER_CRM, Person, Portal, Reply, WALLBOARD, authorization};

const HR_SYNC: &str = "2d6fa3c9-7c1e-4d55-9a67-1f0f5b1cb81e";
const DEMOTE: [&str; 2] = [
    "DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account WHERE email = 'admin@demo.example')",
    "UPDATE client SET document = json_set(document, '$.roleDivisions', json('[]')) WHERE id LIKE '%cb81e'",
];

/// Calls with a token that may all.
struct Application {
    anyone: Person,
    token: String,
}

impl Application {
    fn ask(&self, method: Method, path: &str, body: &Value) -> Ask {
        let ask = self.anyone.ask(method, path);
        let ask = ask.header("authorization", &format!("Bearer {}", self.token));
        ask.json(body)
    }

    /// Sends a change, and takes the roles while it waits for its turn to write, checked already.
    async fn demoted(&self, portal: &Portal, method: Method, path: &str, body: &Value) -> Reply {
        while portal.store.is_writing() {
            tokio::task::yield_now().await;
        }
        let mut lock = portal.lock().await;
        let change = tokio::spawn(self.ask(method, path, body).send());
        while !portal.store.is_writing() {
            assert!(!change.is_finished(), "it did not wait to write");
            tokio::task::yield_now().await;
        }
        for sql in DEMOTE {
            sqlx::query(sql).execute(&mut lock).await.unwrap();
        }
        sqlx::query("COMMIT").execute(&mut lock).await.unwrap();
        change.await.unwrap()
    }

    /// The token works, also for what needs the permission.
    async fn checked(&self) {
        let list = "/api/v2/oauth/authorizations";
        let reply = self.anyone.with_token(Method::GET, list, &self.token).await;
        reply.is(200, "");
        let path = authorization(WALLBOARD);
        let body = json!({ "scope": ["users"] });
        self.ask(Method::PUT, &path, &body).send().await.is(200, "");
    }
}

/// An application in which the administrator is signed in.
async fn of_admin(portal: &Portal) -> Application {
    let admin = portal.admin().await;
    let scope = ["oauth", "user-basic-info"];
    let path = authorize(&[("scope", &scope.join(" "))]);
    let code = admin.code(&path, Some(&scope)).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    let application = Application {
        anyone: portal.anonymous(),
        token: tokens.access,
    };
    application.checked().await;
    application
}

#[tokio::test]
async fn nothing_is_changed_by_who_lost_the_role_meanwhile() {
    for (method, path) in [
        (Method::PUT, authorization(WALLBOARD)),
        (Method::DELETE, authorization(WALLBOARD)),
        (
            Method::POST,
            format!("{}/versions/1/restore", authorization(WALLBOARD)),
        ),
    ] {
        let portal = Portal::new().await;
        let application = of_admin(&portal).await;
        let body = json!({ "scope": ["recordings"] });
        let reply = application.demoted(&portal, method, &path, &body).await;
        reply.is(403, "missing.any.permissions");
        assert!(reply.text.contains("[oauth:client:authorize]"));
        let versions =
            "SELECT max(version) FROM authorization_version WHERE client_id LIKE '%9d02'";
        assert_eq!(portal.count(versions).await, 3);
    }
}

#[tokio::test]
async fn no_request_is_answered_by_who_lost_the_role_meanwhile() {
    let verdicts = [
        json!({ "decision": "approve" }),
        json!({ "decision": "deny", "reason": "No." }),
        json!({ "decision": "block", "reason": "No." }),
    ];
    for verdict in verdicts {
        let portal = Portal::new().await;
        let agent = portal.agent().await;
        let ask =
            json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Please." });
        let request = agent.post("/api/v2/oauth/requests", ask).await.json();
        let path = format!("/api/v2/oauth/requests/{}", request["id"].as_str().unwrap());
        let application = of_admin(&portal).await;
        let decision = format!("{path}/decision");
        let reply = application
            .demoted(&portal, Method::POST, &decision, &verdict)
            .await;
        reply.is(403, "missing.any.permissions");
        assert_eq!(agent.get(&path).await.json()["state"], "open");
        // Who asked needs no right to take it back.
        let withdraw = json!({ "decision": "withdraw" });
        assert_eq!(
            agent.post(&decision, withdraw).await.json()["state"],
            "withdrawn"
        );
    }
}

#[tokio::test]
async fn a_consent_of_another_is_not_taken_back_by_who_lost_the_role_meanwhile() {
    let portal = Portal::new().await;
    let application = of_admin(&portal).await;
    let agent = portal.agent().await;
    let me = agent.get("/api/v2/users/me").await.json()["id"].clone();
    let path = authorize(&[("scope", "user-basic-info")]);
    agent.code(&path, Some(&["user-basic-info"])).await;
    let grants = format!("{}/grants", authorization(PARTNER_CRM));
    let path = format!("{grants}/{}", me.as_str().unwrap());
    let reply = application
        .demoted(&portal, Method::DELETE, &path, &json!({}))
        .await;
    reply.is(403, "missing.any.permissions");
    let mine = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    let live = "SELECT count(*) FROM user_grant JOIN user_account ON user_account.id = user_id \
                WHERE client_id LIKE '%9d01' AND email = 'agent@demo.example' AND withdrawn_at IS NULL";
    assert_eq!(portal.count(live).await, 1);
    // One's own is one's own.
    assert_eq!(agent.delete(&mine).await.status.as_u16(), 204);
    assert_eq!(portal.count(live).await, 0);
}

#[tokio::test]
async fn a_client_that_acts_for_itself_has_the_rights_of_its_roles_until_they_go() {
    let portal = Portal::new().await;
    portal
        .execute(
            "UPDATE client SET secret_hash = (SELECT secret_hash FROM client WHERE id LIKE '%9d04'), \
             document = json_set(document, '$.scope', json('[\"oauth\"]')) WHERE id LIKE '%cb81e'",
        )
        .await;
    let admin = portal.admin().await;
    let body = json!({ "scope": ["oauth"] });
    admin.put(&authorization(HR_SYNC), body).await.is(200, "");
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", HR_SYNC),
        ("client_secret", "demo-export-secret"),
    ];
    let application = Application {
        anyone: portal.anonymous(),
        token: Tokens::of(&portal.token(&fields).await).access,
    };
    application.checked().await;
    let path = authorization(WALLBOARD);
    let before = admin.get(&path).await.json();
    assert_eq!(before["modifiedBy"]["name"], "HR Sync");
    let body = json!({ "scope": ["recordings"] });
    let reply = application
        .demoted(&portal, Method::PUT, &path, &body)
        .await;
    reply.is(403, "missing.any.permissions");
    let version = "SELECT version FROM client_authorization WHERE client_id LIKE '%9d02'";
    assert_eq!(before["version"], portal.count(version).await);
}
