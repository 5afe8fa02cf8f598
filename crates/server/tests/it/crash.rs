//! kill -9 at any moment: no token without its grant, no grant without its version, no half
//! decision. The program runs for real, two applications sign in as fast as they can, and it is
//! killed while they do, again and again over the same database.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use sqlx::{Connection as _, Row as _};

use crate::oauth::{authorize, consent, form, param, redemption};
use crate::portal::{Folder, PARTNER_CRM, authorization};

const ROUNDS: usize = 50;

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_countersign-server"))
            .args(["--listen", "127.0.0.1:0", "--demo", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().to_owned();
        Self { child, address }
    }

    /// SIGKILL.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Somebody with a browser, over a socket. `None` is a connection that broke.
struct Browser<'a> {
    address: &'a str,
    cookie: &'a str,
    answered: &'a AtomicUsize,
}

struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Browser<'_> {
    fn send(&self, method: &str, path: &str, content_type: &str, body: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
             x-requested-with: countersign\r\ncookie: {cookie}\r\ncontent-type: {content_type}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}",
            address = self.address,
            cookie = self.cookie,
            length = body.len(),
        );
        stream.write_all(request.as_bytes()).ok()?;
        let mut text = String::new();
        stream.read_to_string(&mut text).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        self.answered.fetch_add(1, Ordering::SeqCst);
        Some(Answer {
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    fn get(&self, path: &str) -> Option<Answer> {
        self.send("GET", path, "text/plain", "")
    }

    fn json(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        self.send(method, path, "application/json", &body.to_string())
    }

    fn token(&self, fields: &[(&str, &str)]) -> Option<Answer> {
        let form_type = "application/x-www-form-urlencoded";
        self.send("POST", "/oauth/token", form_type, &form(fields))
    }

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
    let form_type = "application/x-www-form-urlencoded";
    let reply = browser
        .send("POST", "/login", form_type, &form(&fields))
        .unwrap();
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
