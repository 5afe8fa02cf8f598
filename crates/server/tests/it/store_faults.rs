//! A store that fails in the middle of a write, or at its end. Whatever fails, what is told
//! afterwards is true: what is revoked is dead, on every connection.

use axum::http::{Method, StatusCode};

use crate::oauth::{NIGHTLY_EXPORT, Tokens};
use countersign_server::store::Author;

use crate::fault_scene::{Scene, scene};
use crate::portal::{PARTNER_CRM, Portal, authorization};

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
