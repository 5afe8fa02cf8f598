//! kill -9 at any moment, and a disk that is full and has space again: no token without its grant, no
//! grant without its version, no half decision, nothing that was acknowledged is lost, nothing that
//! was revoked lives. The program runs for real, and two applications sign in as fast as they can.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_server::randomness::digest;
use serde_json::json;
use sqlx::{Connection as _, Row as _};

use crate::oauth::{authorize, consent, param, redemption};
use crate::portal::{Folder, PARTNER_CRM, authorization};
use crate::socket::{Answer, Browser, Program};

/// How often the program is killed. Before a release the environment asks for more.
fn kill_rounds() -> usize {
    let wanted = std::env::var("COUNTERSIGN_KILL_ROUNDS");
    wanted.map_or(10, |rounds| rounds.parse().unwrap())
}

/// What the server said that it did.
#[derive(Default)]
pub struct Acknowledged {
    pub tokens: Vec<String>,
    /// So many of the first tokens were there when a revocation was sent that was acknowledged.
    pub dead: usize,
}

/// Somebody who signs in again and again, and what was acknowledged so far.
pub struct Writer<'a> {
    pub browser: Browser<'a>,
    pub said: &'a Mutex<Acknowledged>,
}

fn good(answer: Option<Answer>) -> Option<Answer> {
    answer.filter(|answer| answer.status() < 400)
}

impl Writer<'_> {
    /// One sign-in from the first request to a refreshed token, and every third a revoke. `None`
    /// where something did not succeed.
    pub fn sign_in(&self, turn: usize) -> Option<()> {
        let browser = &self.browser;
        let asked = good(browser.get(&authorize(&[])))?;
        let id = param(asked.header("location"), "request").unwrap_or_default();
        let shown = good(browser.get(&consent(&id)))?.json();
        let scopes = shown["scopes"].as_array().cloned().unwrap_or_default();
        let scope: Vec<_> = scopes.iter().map(|scope| &scope["id"]).collect();
        let body = json!({ "decision": "allow", "scope": scope, "digest": shown["digest"] });
        let decided = good(browser.json("POST", &consent(&id), &body))?.json();
        let to = decided["redirectTo"].as_str().unwrap_or_default();
        let code = param(to, "code").unwrap_or_default();
        let refresh = self.token(&redemption(&code))?;
        self.token(&[
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", &refresh),
        ])?;
        if turn.is_multiple_of(3) {
            let before = self.said.lock().unwrap().tokens.len();
            good(browser.json("DELETE", &authorization(PARTNER_CRM), &json!({})))?;
            let mut said = self.said.lock().unwrap();
            said.dead = said.dead.max(before);
        }
        Some(())
    }

    /// Notes the access token and answers the refresh token.
    fn token(&self, fields: &[(&str, &str)]) -> Option<String> {
        let answer = good(self.browser.token(fields))?.json();
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        self.said.lock().unwrap().tokens.push(text("access_token")?);
        text("refresh_token")
    }
}

pub fn cookie(program: &Program) -> String {
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
const LEFTOVERS: [(&str, &str); 8] = [
    (
        "a damaged file",
        "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    ),
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

async fn check(file: &Path, said: &Acknowledged) {
    let mut connection = sqlx::SqliteConnection::connect(file.to_str().unwrap())
        .await
        .unwrap();
    for (what, sql) in LEFTOVERS {
        let found = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
        assert_eq!(found.get::<i64, _>(0), 0, "{what}");
    }
    for (number, token) in said.tokens.iter().enumerate() {
        let row = sqlx::query(
            "SELECT ended_at IS NULL FROM access_token \
             JOIN token_family ON token_family.id = family WHERE token_hash = $1",
        )
        .bind(digest(token))
        .fetch_optional(&mut connection)
        .await
        .unwrap();
        let row = row.unwrap_or_else(|| panic!("token {number} was acknowledged and is lost"));
        let lives: bool = row.get(0);
        assert!(
            !lives || number >= said.dead,
            "token {number} was revoked and lives"
        );
    }
}

pub fn checked(folder: &Folder, said: &Mutex<Acknowledged>) {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    let file = folder.path().join("countersign.db");
    runtime.block_on(check(&file, &said.lock().unwrap()));
}

#[test]
fn killed_between_any_two_steps_nothing_half_done_is_left() {
    let folder = Folder::new();
    let mut program = Program::start(folder.path());
    let cookie = cookie(&program);
    let said = Mutex::new(Acknowledged::default());
    for round in 0..kill_rounds() {
        let answered = AtomicUsize::new(0);
        // Another number of answers each time, so that every step is the next one at some time. A few
        // rounds already come to the end of a sign-in, because 5 goes through all remainders of 17.
        let enough = 3 + round * 5 % 17;
        std::thread::scope(|scope| {
            for first in 0..2 {
                let writer = Writer {
                    browser: Browser {
                        address: &program.address,
                        cookie: &cookie,
                        answered: &answered,
                    },
                    said: &said,
                };
                scope.spawn(move || {
                    let mut turns = (round + first)..;
                    while turns.next().and_then(|turn| writer.sign_in(turn)).is_some() {}
                });
            }
            while answered.load(Ordering::SeqCst) < enough {
                std::thread::yield_now();
            }
            let pid = program.child.id().to_string();
            Command::new("kill").args(["-KILL", &pid]).status().unwrap();
        });
        program.kill();
        checked(&folder, &said);
        program = Program::start(folder.path());
    }
    program.kill();
    let said = said.lock().unwrap();
    assert!(!said.tokens.is_empty(), "no sign-in ever came to its end");
    assert!(said.dead > 0, "nothing was ever revoked");
}
