//! kill -9 at any moment: no token without its grant, no grant without its version, no half
//! decision. The program runs for real, two applications sign in as fast as they can, and it is
//! killed while they do, again and again over the same database.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use sqlx::{Connection as _, Row as _};

use crate::oauth::{authorize, consent, param, redemption};
use crate::portal::{Folder, PARTNER_CRM, authorization};
use crate::socket::{Browser, Program};

const ROUNDS: usize = 50;

impl Browser<'_> {
    /// One sign-in from the first request to a refreshed token, and every third a revoke.
    fn sign_in(&self, turn: usize) -> Option<()> {
        let asked = self.get(&authorize(&[]))?;
        let id = param(asked.header("location"), "request").unwrap_or_default();
        let shown = self.get(&consent(&id))?.json();
        let scopes = shown["scopes"].as_array().cloned().unwrap_or_default();
        let scope: Vec<_> = scopes.iter().map(|scope| &scope["id"]).collect();
        let body = json!({ "decision": "allow", "scope": scope, "digest": shown["digest"] });
        let decided = self.json("POST", &consent(&id), &body)?.json();
        let to = decided["redirectTo"].as_str().unwrap_or_default();
        let code = param(to, "code").unwrap_or_default();
        let tokens = self.token(&redemption(&code))?.json();
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            (
                "refresh_token",
                tokens["refresh_token"].as_str().unwrap_or("x"),
            ),
        ];
        self.token(&fields)?;
        if turn.is_multiple_of(3) {
            self.json("DELETE", &authorization(PARTNER_CRM), &json!({}))?;
        }
        Some(())
    }
}

fn cookie(program: &Program) -> String {
    let answered = AtomicUsize::new(0);
    let browser = Browser {
        address: &program.address,
        cookie: "",
        answered: &answered,
    };
    let fields = [
        ("username", "admin@demo.example"),
        ("password", countersign_server::demo::PASSWORD),
        ("next", "/"),
    ];
    let reply = browser.form("/login", &fields).unwrap();
    reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

/// What would be left of a half-done change.
const LEFTOVERS: [(&str, &str); 7] = [
    (
        "a row without what it stands on",
        "SELECT count(*) FROM pragma_foreign_key_check",
    ),
    (
        "a token without its grant",
        "SELECT count(*) FROM access_token JOIN token_family ON token_family.id = family \
         LEFT JOIN user_grant USING (client_id, user_id) \
         WHERE token_family.user_id IS NOT NULL AND user_grant.scope IS NULL",
    ),
    (
        "a grant without its version",
        "SELECT count(*) FROM user_grant LEFT JOIN authorization_version \
         ON authorization_version.client_id = user_grant.client_id AND version = authorization_version \
         WHERE authorization_version.after IS NULL",
    ),
    (
        "a decision without its code, or a code without its decision",
        "SELECT (SELECT count(*) FROM consent WHERE decision = 'allowed') <> (SELECT count(*) FROM authorization_code)",
    ),
    (
        "a decision that the audit does not have",
        "SELECT (SELECT count(*) FROM consent WHERE decision = 'allowed') <> \
         (SELECT count(*) FROM audit_event WHERE action = 'consent.allowed')",
    ),
    (
        "a spent code or refresh token without what it was spent for",
        "SELECT (SELECT count(*) FROM access_token) <> \
         (SELECT count(*) FROM authorization_code WHERE spent_at IS NOT NULL) \
         + (SELECT count(*) FROM refresh_token WHERE spent_at IS NOT NULL)",
    ),
    (
        "an authorization that is not its newest version",
        "SELECT count(*) FROM client_authorization WHERE version <> \
         (SELECT max(version) FROM authorization_version \
          WHERE authorization_version.client_id = client_authorization.client_id)",
    ),
];

async fn check(file: &Path) -> i64 {
    let mut connection = sqlx::SqliteConnection::connect(file.to_str().unwrap())
        .await
        .unwrap();
    for (what, sql) in LEFTOVERS {
        let found = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
        assert_eq!(found.get::<i64, _>(0), 0, "{what}");
    }
    let tokens = sqlx::query("SELECT count(*) FROM access_token");
    tokens.fetch_one(&mut connection).await.unwrap().get(0)
}

#[test]
fn killed_between_any_two_steps_nothing_half_done_is_left() {
    let folder = Folder::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let mut program = Program::start(folder.path());
    let cookie = cookie(&program);
    let mut tokens = 0;
    for round in 0..ROUNDS {
        let answered = AtomicUsize::new(0);
        // Another number of answers each time, so that every step is the next one at some time.
        let enough = 3 + round % 17;
        std::thread::scope(|scope| {
            for first in 0..2 {
                let browser = Browser {
                    address: &program.address,
                    cookie: &cookie,
                    answered: &answered,
                };
                scope.spawn(move || {
                    let mut turns = (round + first)..;
                    while turns
                        .next()
                        .and_then(|turn| browser.sign_in(turn))
                        .is_some()
                    {}
                });
            }
            while answered.load(Ordering::SeqCst) < enough {
                std::thread::yield_now();
            }
            let pid = program.child.id().to_string();
            Command::new("kill").args(["-KILL", &pid]).status().unwrap();
        });
        program.kill();
        tokens = runtime.block_on(check(&folder.path().join("countersign.db")));
        program = Program::start(folder.path());
    }
    program.kill();
    assert!(tokens > 0, "no sign-in ever came to its end");
}
