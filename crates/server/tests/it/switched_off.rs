//! A person who is switched off, and a client: everything of theirs ends, and does not come back.

use axum::http::Method;
use serde_json::{Value, json};
use std::process::Command;
use std::sync::atomic::AtomicUsize;

use crate::audit::EVENTS;
use crate::oauth::{DIRECTORY, authorize, consent, is_refused};
use crate::portal::{Ask, Folder, PARTNER_CRM, Portal, Reply, authorization};
use crate::socket::{Browser, Program};
use countersign_server::store::Author;

const AGENT: &str = "agent@demo.example";
const OTHER: &str = "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12";

impl Portal {
    async fn switch(&self, email: &str, active: bool) -> bool {
        let author = Author::of_operator(&self.clock);
        self.store.set_active(email, active, &author).await.unwrap()
    }
}

#[tokio::test]
async fn with_a_person_everything_ends_that_is_theirs() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let body = json!({ "scope": ["user-basic-info"] });
    admin.put(&authorization(PARTNER_CRM), body).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let code = agent.code(&authorize(&[]), None).await;
    let ask = json!({ "clientId": OTHER, "reason": "Please." });
    agent.post("/api/v2/oauth/requests", ask).await.is(201, "");
    let state = async || {
        let reply = admin.get(&authorization(OTHER)).await;
        reply.json()["state"].clone()
    };
    assert_eq!(state().await, "Requested");

    assert!(portal.switch("Agent@Demo.example", false).await);
    assert!(!portal.switch(AGENT, false).await, "nothing more to do");
    agent
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
    assert!(!portal.is_active(&tokens.access).await && !portal.is_active(&tokens.refresh).await);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
    is_refused(&portal.redeem(&code).await, "invalid_grant");
    assert_eq!(state().await, "Unauthorized", "nobody asks any more");
    let open = admin.get("/api/v2/oauth/requests?state=open").await.json();
    let of_agent = |one: &Value| one["client"]["id"] == OTHER;
    assert!(!open["entities"].as_array().unwrap().iter().any(of_agent));
    let grants = admin
        .get(&format!("{}/grants", authorization(PARTNER_CRM)))
        .await;
    assert_eq!(grants.json()["total"], 0);
    // One sentence for every cause.
    let refused = portal.sign_in(AGENT, "countersign-demo").await;
    assert_eq!(refused.status, 401);
    assert!(
        refused
            .text
            .contains("The email address or the password is not right.")
    );

    let event = portal.rows(EVENTS).await;
    let event = event
        .iter()
        .rfind(|row| row["action"] == "user.changed")
        .unwrap();
    assert_eq!(
        (
            &event["actor_id"],
            &event["before"]["state"],
            &event["after"]["state"]
        ),
        (&json!("operator"), &json!("active"), &json!("inactive"))
    );

    assert!(portal.switch(AGENT, true).await);
    agent
        .get("/api/v2/users/me")
        .await
        .is(401, "authentication.required");
    assert!(!portal.is_active(&tokens.access).await);
    let agent = portal.agent().await;
    agent.asked(&authorize(&[("prompt", "")])).await;
    let again = portal.signed_in_to_crm(&agent).await;
    let me = agent.with_token(Method::GET, "/api/v2/users/me", &again.access);
    me.await.is(200, "");
}

#[tokio::test]
async fn nobody_has_that_address() {
    let portal = Portal::new().await;
    let author = Author::of_operator(&portal.clock);
    let outcome = portal
        .store
        .set_active("nobody@demo.example", false, &author)
        .await;
    assert_eq!(outcome.unwrap_err().status(), 404);
}

#[test]
fn the_program_switches_a_person_off_while_the_server_runs() {
    let folder = Folder::new();
    let mut program = Program::start(folder.path());
    let answered = AtomicUsize::new(0);
    let signs_in = || {
        let browser = Browser {
            address: &program.address,
            cookie: "",
            answered: &answered,
        };
        let fields = [
            ("username", AGENT),
            ("password", "countersign-demo"),
            ("next", "/"),
        ];
        let reply = browser.form("/login", &fields).unwrap();
        reply.head.lines().next().unwrap().contains("303")
    };
    let switch = |word: &str, email: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign-server"));
        let output = command
            .args([word, email, "--data"])
            .arg(folder.path())
            .output()
            .unwrap();
        let text = if output.status.success() {
            output.stdout
        } else {
            output.stderr
        };
        (
            output.status.code().unwrap(),
            String::from_utf8(text).unwrap(),
        )
    };
    assert!(signs_in());
    assert_eq!(
        switch("switch-off", AGENT),
        (0, format!("{AGENT} is inactive now.\n"))
    );
    assert!(!signs_in());
    assert_eq!(
        switch("switch-off", AGENT),
        (0, format!("{AGENT} was inactive already.\n"))
    );
    assert_eq!(switch("switch-on", AGENT).0, 0);
    assert!(signs_in());
    let (code, sentence) = switch("switch-off", "nobody@demo.example");
    assert_eq!(code, 2);
    assert!(
        sentence.contains("Nobody has the mail address 'nobody@demo.example'"),
        "{sentence}"
    );
    program.kill();
    let nowhere = Command::new(env!("CARGO_BIN_EXE_countersign-server"))
        .args(["switch-off", AGENT, "--data", "/nowhere"])
        .output()
        .unwrap();
    let sentence = String::from_utf8(nowhere.stderr).unwrap();
    assert!(
        sentence.contains("There is no database in /nowhere"),
        "{sentence}"
    );
}

const OFF: &str = "UPDATE user_account SET state = 'inactive' WHERE email LIKE 'a%@demo.example'";
const ON: &str = "UPDATE user_account SET state = 'active'";

/// Switches administrator and agent off while a change of theirs waits for its turn to write.
async fn off_meanwhile(portal: &Portal, change: Ask) -> Reply {
    while portal.store.is_writing() {
        tokio::task::yield_now().await;
    }
    let mut lock = portal.lock().await;
    let change = tokio::spawn(change.send());
    while !portal.store.is_writing() {
        assert!(!change.is_finished(), "it did not wait to write");
        tokio::task::yield_now().await;
    }
    sqlx::query(OFF).execute(&mut lock).await.unwrap();
    sqlx::query("COMMIT").execute(&mut lock).await.unwrap();
    change.await.unwrap()
}

#[tokio::test]
async fn what_waits_while_its_person_is_switched_off_is_not_done() {
    let left = "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM user_grant WHERE withdrawn_at IS NULL \
         AND client_id LIKE '%9d0_') + (SELECT count(*) FROM token_family WHERE ended_at IS NULL) \
         + (SELECT count(*) FROM known_browser)";
    for what in ["save", "allow", "silent", "sign in"] {
        let portal = Portal::new().await;
        let (admin, agent) = (portal.admin().await, portal.agent().await);
        let body = json!({ "scope": ["user-basic-info"] });
        admin.put(&authorization(PARTNER_CRM), body.clone()).await;
        portal
            .execute("UPDATE user_grant SET withdrawn_at = 1")
            .await;
        let before = portal
            .count("SELECT count(*) FROM authorization_version")
            .await;
        let id = agent.asked(&authorize(&[])).await;
        let shown = agent.shown(&id).await;
        let allow =
            json!({ "decision": "allow", "scope": ["user-basic-info"], "digest": shown["digest"] });
        let redirect = "https://directory.harbourline.example/signed-in";
        let silent = authorize(&[("client_id", DIRECTORY), ("redirect_uri", redirect)]);
        let (change, status) = match what {
            "save" => (
                admin.write(Method::PUT, &authorization(OTHER)).json(&body),
                403,
            ),
            "allow" => (agent.write(Method::POST, &consent(&id)).json(&allow), 401),
            "silent" => (agent.ask(Method::GET, &silent), 401),
            _ => (
                portal
                    .anonymous()
                    .sign_in_form(AGENT, "countersign-demo", "/"),
                401,
            ),
        };
        let reply = off_meanwhile(&portal, change).await;
        assert_eq!(reply.status, status, "{what}: {}", reply.text);
        portal.execute(ON).await;
        assert_eq!(portal.count(left).await, 0, "{what}: it came back");
        let after = portal
            .count("SELECT count(*) FROM authorization_version")
            .await;
        assert_eq!(after, before, "{what}");
    }
}
