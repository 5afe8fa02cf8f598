//! The program itself: what it prints, and how it refuses.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicUsize;

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::oauth::{NIGHTLY_EXPORT, VERIFIER, authorize, consent, param, redemption};
use crate::portal::{Folder, PARTNER_CRM};
use crate::socket::{Browser, Program};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_countersign-server"))
}

fn refusal(args: &[&str]) -> String {
    let output = program().args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty());
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(sentence.trim().lines().count(), 1, "{sentence}");
    sentence
}

#[test]
fn bad_surroundings_are_one_sentence_with_the_remedy() {
    let folder = Folder::new();
    let data = folder.path().to_str().unwrap();
    let listen = ["--listen", "127.0.0.1:0", "--data"];
    assert!(refusal(&["--nonsense"]).contains("--help"));
    let no_proxy = refusal(&[&listen[..], &[data, "--trusted-proxy", "proxy"]].concat());
    assert!(
        no_proxy.contains("'proxy' is not an IP address"),
        "{no_proxy}"
    );
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("data");
    let unusable = refusal(&[&listen[..], &[below.to_str().unwrap()]].concat());
    assert!(unusable.contains("Choose a folder"), "{unusable}");
    let no_pages = refusal(&[&listen[..], &[data, "--pages", data]].concat());
    assert!(no_pages.contains("index.html"), "{no_pages}");
    let pages = Folder::new();
    std::fs::write(pages.path().join("index.html"), "").unwrap();
    std::fs::create_dir(pages.path().join("locales")).unwrap();
    std::fs::write(pages.path().join("locales/languages.json"), "x").unwrap();
    let pages = pages.path().to_str().unwrap();
    let no_languages = refusal(&[&listen[..], &[data, "--pages", pages]].concat());
    assert!(
        no_languages.contains("locales/languages.json"),
        "{no_languages}"
    );
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let in_use = refusal(&["--listen", &address, "--data", data]);
    assert!(in_use.contains("choose another with --listen"), "{in_use}");
}

#[test]
fn it_says_when_it_is_ready_answers_and_stops_on_a_signal() {
    let folder = Folder::new();
    let mut child = program()
        .args([
            "--listen",
            "127.0.0.1:0",
            "--data",
            folder.path().to_str().unwrap(),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line
        .trim()
        .strip_prefix("Countersign is ready at http://")
        .unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"status\":\"ok\"}"),
        "{answer}"
    );
    // No crate for signals, and no `unsafe`: the tool of the system sends it.
    let killed = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
}

/// A sign-in with its mistakes, down to a failing store; answers what of it is secret.
fn whole_flow(program: &Program, database: &Path) -> Vec<String> {
    let answered = AtomicUsize::new(0);
    let mut browser = Browser {
        address: &program.address,
        cookie: "",
        answered: &answered,
    };
    let mut secrets = [
        "a-wrong-password",
        countersign_server::demo::PASSWORD,
        "a-wrong-secret",
        "demo-export-secret",
        VERIFIER,
    ]
    .map(str::to_owned)
    .to_vec();
    let sign_in = |browser: &Browser<'_>, password: &str| {
        let fields = [("username", "admin@demo.example"), ("password", password)];
        browser.form("/login", &fields).unwrap()
    };
    assert!(sign_in(&browser, &secrets[0]).head.contains(" 401 "));
    let signed_in = sign_in(&browser, &secrets[1]);
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap();
    secrets.push(cookie.split_once('=').unwrap().1.to_owned());
    browser.cookie = cookie;

    let asked = browser.get(&authorize(&[])).unwrap();
    let id = param(asked.header("location"), "request").unwrap();
    let shown = browser.get(&consent(&id)).unwrap().json();
    let scope: Vec<_> = shown["scopes"].as_array().unwrap().iter().collect();
    let scope: Vec<_> = scope.iter().map(|scope| &scope["id"]).collect();
    let body = json!({ "decision": "allow", "scope": scope, "digest": shown["digest"] });
    let decided = browser.json("POST", &consent(&id), &body).unwrap().json();
    let code = param(decided["redirectTo"].as_str().unwrap(), "code").unwrap();
    let refresh = |tokens: &Value| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
        ];
        browser.token(&fields).unwrap()
    };
    let first = browser.token(&redemption(&code)).unwrap().json();
    let second = refresh(&first).json();
    for secret in ["a-wrong-secret", "demo-export-secret"] {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", NIGHTLY_EXPORT),
            ("client_secret", secret),
        ];
        let tokens = browser.token(&fields).unwrap().json();
        secrets.extend(tokens["access_token"].as_str().map(str::to_owned));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = sqlx::SqliteConnection::connect(database.to_str().unwrap())
            .await
            .unwrap();
        sqlx::query("ALTER TABLE refresh_token RENAME TO broken")
            .execute(&mut connection)
            .await
            .unwrap();
    });
    assert!(refresh(&second).head.contains(" 500 "));
    for tokens in [&first, &second] {
        let both = ["access_token", "refresh_token"];
        secrets.extend(both.map(|name| tokens[name].as_str().unwrap().to_owned()));
    }
    secrets.push(code);
    secrets
}

#[test]
fn nothing_secret_is_in_the_log() {
    for more in [&[][..], &["--log-json"]] {
        let folder = Folder::new();
        let file = folder.path().join("log");
        let log = std::fs::File::create(&file).unwrap();
        let mut program = Program::start_with(folder.path(), more, log);
        let secrets = whole_flow(&program, &folder.path().join("countersign.db"));
        program.kill();
        let log = std::fs::read_to_string(&file).unwrap();
        for said in ["/login", "/oauth/token", "answered", "a request failed"] {
            assert!(log.contains(said), "{said}: {log}");
        }
        if !more.is_empty() {
            for line in log.lines() {
                serde_json::from_str::<Value>(line).unwrap();
            }
        }
        assert_eq!(secrets.len(), 5 + 1 + 1 + 4 + 1);
        for secret in secrets {
            assert!(secret.len() > 10 && !log.contains(&secret), "{secret}");
        }
    }
}

#[test]
fn a_head_that_is_too_large_is_refused_and_the_next_request_is_answered() {
    let folder = Folder::new();
    let mut program = Program::start(folder.path());
    let ask = |bytes: usize| {
        let mut stream = TcpStream::connect(&program.address).unwrap();
        let head = format!(
            "GET /healthz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nx-long: {}\r\n\r\n",
            program.address,
            "x".repeat(bytes)
        );
        // It may hang up before it has read all of it.
        let _ = stream.write_all(head.as_bytes());
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    assert!(ask(20 * 1024).starts_with("HTTP/1.1 200"));
    for bytes in [33 * 1024, 40 * 1024, 400 * 1024] {
        let refused = ask(bytes);
        assert!(
            refused.is_empty() || refused.starts_with("HTTP/1.1 431"),
            "{bytes}: {refused}"
        );
    }
    assert!(ask(0).starts_with("HTTP/1.1 200"));
    program.kill();
}

#[test]
fn a_log_that_can_not_be_written_loses_its_lines_and_nothing_else() {
    let folder = Folder::new();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut program = Program::start_with(folder.path(), &[], full);
    let answered = AtomicUsize::new(0);
    let browser = Browser {
        address: &program.address,
        cookie: "",
        answered: &answered,
    };
    for path in ["/healthz", "/login", "/api/v2/oauth/capabilities"] {
        assert_eq!(browser.get(path).unwrap().status(), 200, "{path}");
    }
    program.kill();
}
