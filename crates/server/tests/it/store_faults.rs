//! A store that fails in the middle of a write, or at its end. Whatever fails, what is told
//! afterwards is true: what is revoked is dead, on every connection.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::oauth::{NIGHTLY_EXPORT, Tokens, authorize, consent, form, redemption};
use countersign_server::store::Author;

use crate::portal::{Ask, PARTNER_CRM, Person, Portal, WALLBOARD, authorization};

/// Where a write fails.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// At its COMMIT; SQLite leaves the transaction open.
    Commit,
    /// SQLite rolls back by itself in the middle.
    RolledBack,
    /// The disk is full, for a program that runs.
    FullDisk,
}

/// Every table that a request writes.
const TABLES: [&str; 16] = [
    "access_token",
    "approval_request",
    "audit_event",
    "authorization_code",
    "authorization_version",
    "client_authorization",
    "client_block",
    "consent",
    "fact",
    "known_browser",
    "refresh_token",
    "session",
    "token_family",
    "token_use",
    "user_account",
    "user_grant",
];

impl Portal {
    /// From now on writes fail, until [`Self::repair`].
    async fn fail(&self, fault: Fault) {
        if let Some(program) = &self.program {
            program.limit("4096");
            return;
        }
        let mut sql = String::from(
            "CREATE TABLE missing (id INTEGER PRIMARY KEY); \
             CREATE TABLE broken (id INTEGER REFERENCES missing (id) DEFERRABLE INITIALLY DEFERRED); ",
        );
        let act = match fault {
            Fault::Commit => "INSERT INTO broken VALUES (1)",
            _ => "SELECT RAISE(ROLLBACK, 'the disk is full')",
        };
        for table in TABLES {
            for event in ["INSERT", "UPDATE", "DELETE"] {
                let trigger = format!(
                    "CREATE TRIGGER fault_{table}_{event} AFTER {event} ON {table} BEGIN {act}; END; "
                );
                sql.push_str(&trigger);
            }
        }
        self.script(&sql).await;
    }

    async fn repair(&self) {
        if let Some(program) = &self.program {
            program.limit("unlimited");
            return;
        }
        let mut sql = String::new();
        for table in TABLES {
            for event in ["INSERT", "UPDATE", "DELETE"] {
                sql.extend(["DROP TRIGGER fault_", table, "_", event, "; "]);
            }
        }
        self.script(&(sql + "DROP TABLE broken; DROP TABLE missing;"))
            .await;
    }
}

/// People with tokens, and what is ready to be done with them.
struct Scene {
    portal: Portal,
    admin: Person,
    agent: Person,
    tokens: Tokens,
    /// Of another sign-in, to be redeemed.
    code: String,
    /// A consent screen that is open.
    consent: String,
    digest: Value,
    request: String,
}

async fn scene(portal: Portal) -> Scene {
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let body = json!({ "scope": ["user-basic-info", "external-contacts"] });
    admin.put(&authorization(PARTNER_CRM), body).await;
    let tokens = portal.signed_in_to_crm(&agent).await;
    let code = agent.code(&authorize(&[]), None).await;
    let consent = agent.asked(&authorize(&[])).await;
    let digest = agent.shown(&consent).await["digest"].clone();
    let ask = json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Please." });
    let request = agent.post("/api/v2/oauth/requests", ask).await.json();
    Scene {
        request: request["id"].as_str().unwrap().to_owned(),
        portal,
        admin,
        agent,
        tokens,
        code,
        consent,
        digest,
    }
}

impl Scene {
    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        self.portal
            .anonymous()
            .ask(Method::POST, path)
            .form(form(fields))
    }

    /// Every operation that writes.
    fn writes(&self) -> Vec<(&'static str, Ask)> {
        let (admin, agent) = (&self.admin, &self.agent);
        let crm = authorization(PARTNER_CRM);
        let wallboard = authorization(WALLBOARD);
        let json = |person: &Person, method: Method, path: &str, body: Value| {
            person.write(method, path).json(&body)
        };
        let requests = format!("/api/v2/oauth/requests/{}/decision", self.request);
        let decision = |decision: &str| json!({ "decision": decision, "scope": ["user-basic-info", "external-contacts"], "digest": self.digest });
        let refresh = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", self.tokens.refresh.as_str()),
        ];
        let itself = [
            ("grant_type", "client_credentials"),
            ("client_id", NIGHTLY_EXPORT),
            ("client_secret", "demo-export-secret"),
        ];
        let revoke = [
            ("client_id", PARTNER_CRM),
            ("token", self.tokens.access.as_str()),
        ];
        let sign_out = agent.ask(Method::POST, "/logout");
        let ask = json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Again." });
        let bearer = format!("Bearer {}", self.tokens.access);
        vec![
            (
                "authorize",
                json(
                    admin,
                    Method::PUT,
                    &wallboard,
                    json!({ "scope": ["users"] }),
                ),
            ),
            ("revoke", json(admin, Method::DELETE, &wallboard, json!({}))),
            (
                "restore",
                json(
                    admin,
                    Method::POST,
                    &format!("{wallboard}/versions/1/restore"),
                    json!({}),
                ),
            ),
            (
                "take a consent back",
                agent.write(
                    Method::DELETE,
                    &format!("/api/v2/oauth/grants/me/{PARTNER_CRM}"),
                ),
            ),
            (
                "ask",
                json(agent, Method::POST, "/api/v2/oauth/requests", ask),
            ),
            (
                "answer",
                json(
                    admin,
                    Method::POST,
                    &requests,
                    json!({ "decision": "deny", "reason": "No." }),
                ),
            ),
            ("open a consent", agent.ask(Method::GET, &authorize(&[]))),
            (
                "allow",
                json(
                    agent,
                    Method::POST,
                    &consent(&self.consent),
                    decision("allow"),
                ),
            ),
            (
                "deny",
                json(
                    agent,
                    Method::POST,
                    &consent(&self.consent),
                    decision("deny"),
                ),
            ),
            ("redeem", self.form("/oauth/token", &redemption(&self.code))),
            ("refresh", self.form("/oauth/token", &refresh)),
            ("issue", self.form("/oauth/token", &itself)),
            ("revoke a token", self.form("/oauth/revoke", &revoke)),
            (
                "sign in",
                self.portal.anonymous().sign_in_form(
                    "viewer@demo.example",
                    "countersign-demo",
                    "/",
                ),
            ),
            (
                "sign out",
                sign_out.header("origin", "http://127.0.0.1:8080"),
            ),
            (
                "end a session",
                agent.write(Method::DELETE, "/api/v2/tokens/me"),
            ),
            (
                "end a token",
                self.portal
                    .anonymous()
                    .ask(Method::DELETE, "/api/v2/tokens/me")
                    .header("authorization", &bearer),
            ),
            (
                "revoke for all",
                json(admin, Method::DELETE, &crm, json!({})),
            ),
        ]
    }

    /// What reads answer on each connection: several at once, again and again.
    async fn statuses(&self, ask: impl Fn() -> Ask) -> Vec<u16> {
        let mut seen = Vec::new();
        for _ in 0..3 {
            let replies = join_all((0..8).map(|_| ask().send())).await;
            seen.extend(replies.iter().map(|reply| reply.status.as_u16()));
        }
        seen.dedup();
        seen
    }
}

async fn nothing_is_told_that_is_not_so(fault: Fault) {
    let scene = scene(match fault {
        Fault::FullDisk => Portal::on_a_disk().await,
        _ => Portal::new().await,
    })
    .await;
    let Scene {
        portal,
        admin,
        agent,
        tokens,
        ..
    } = &scene;
    let list = || admin.ask(Method::GET, "/api/v2/oauth/authorizations?pageSize=1");
    let bearer = format!("Bearer {}", tokens.access);
    let call = || {
        let ask = portal.anonymous().ask(Method::GET, "/api/v2/users/me");
        ask.header("authorization", &bearer)
    };
    portal.fail(fault).await;
    for (what, write) in scene.writes() {
        let reply = write.send().await;
        assert!(
            reply.status.is_server_error(),
            "{fault:?}, {what}: {} {}",
            reply.status,
            reply.text
        );
        // The connections go round, the one that failed among them.
        assert_eq!(
            scene.statuses(list).await,
            [200],
            "{fault:?}, {what}: a read"
        );
        assert_eq!(
            scene.statuses(call).await,
            [200],
            "{fault:?}, {what}: nothing ended"
        );
    }
    let now = portal.clock.seconds();
    let operator = Author::of_operator(&portal.clock);
    if portal.program.is_none() {
        // What no request does.
        let store = &portal.store;
        assert!(store.write_uses(now).await.is_err(), "{fault:?}");
        assert!(store.forget(now).await.is_err(), "{fault:?}");
        let off = store.set_active("agent@demo.example", false, &operator);
        assert!(off.await.is_err(), "{fault:?}");
        assert_eq!(
            scene.statuses(call).await,
            [200],
            "{fault:?}: nobody is off"
        );
    }
    assert_eq!(portal.anonymous().get("/healthz").await.status, 503);
    portal.repair().await;
    if portal.program.is_none() {
        portal.write_uses().await;
        let calls = "SELECT sum(calls) FROM token_use WHERE client_id LIKE '%9d01'";
        assert!(
            portal.count(calls).await > 24 * 18,
            "{fault:?}: every call was counted"
        );
    }
    assert_eq!(portal.anonymous().get("/healthz").await.status, 200);

    // Now it works, at once, and what it says is so everywhere.
    let reply = admin.delete(&authorization(PARTNER_CRM)).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    assert_eq!(
        scene.statuses(call).await,
        [401],
        "{fault:?}: a revoked token"
    );
    for _ in 0..12 {
        assert!(
            !portal.is_active(&tokens.access).await && !portal.is_active(&tokens.refresh).await
        );
    }
    let reply = agent
        .ask(Method::POST, "/logout")
        .header("origin", "http://127.0.0.1:8080");
    assert_eq!(reply.send().await.status, StatusCode::SEE_OTHER);
    let me = || agent.ask(Method::GET, "/api/v2/users/me");
    assert_eq!(
        scene.statuses(me).await,
        [401],
        "{fault:?}: a session that ended"
    );
    let itself = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
    ];
    let own = Tokens::of(&portal.token(&itself).await).access;
    let bearer = format!("Bearer {own}");
    let own = || {
        let ask = portal.anonymous().ask(Method::GET, "/api/v2/oauth/scopes");
        ask.header("authorization", &bearer)
    };
    assert_eq!(scene.statuses(own).await, [200]);
    let end = portal.anonymous().ask(Method::DELETE, "/api/v2/tokens/me");
    let ended = end.header("authorization", &bearer).send().await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(
        scene.statuses(own).await,
        [401],
        "{fault:?}: a token that ended"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_failed_commit_nothing_is_told_that_is_not_so() {
    nothing_is_told_that_is_not_so(Fault::Commit).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_write_that_the_database_took_back_itself_nothing_is_told_that_is_not_so() {
    nothing_is_told_that_is_not_so(Fault::RolledBack).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_the_disk_is_full_and_after_it_nothing_is_told_that_is_not_so() {
    nothing_is_told_that_is_not_so(Fault::FullDisk).await;
}

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
