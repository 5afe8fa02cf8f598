//! The program itself: what it prints, and how it refuses.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use crate::portal::Folder;

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
