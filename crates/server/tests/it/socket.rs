//! The program as it runs, and a browser over a socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::oauth::form;

const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign-server");

/// The server as a process of its own, with the demo organization.
pub struct Program {
    pub child: Child,
    pub address: String,
}

impl Program {
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[], Stdio::null())
    }

    /// With more arguments, and its log to somewhere.
    pub fn start_with(data: &Path, more: &[&str], log: impl Into<Stdio>) -> Self {
        Self::run(Command::new(PROGRAM), data, more, log)
    }

    /// On a disk that may become full: a write that there is no room for is an error, not the end.
    pub fn start_on_a_disk(data: &Path, more: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        // 25 is SIGXFSZ. What a shell ignores stays ignored in what takes its place.
        shell.args(["-c", "trap '' 25; exec \"$0\" \"$@\"", PROGRAM]);
        Self::run(shell, data, more, Stdio::null())
    }

    fn run(mut command: Command, data: &Path, more: &[&str], log: impl Into<Stdio>) -> Self {
        let mut child = command
            .args(["--listen", "127.0.0.1:0", "--demo", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().to_owned();
        Self { child, address }
    }

    /// From now on the program can write at most so many bytes of a file: as on a full disk, each
    /// commit fails in the middle. `unlimited` is space again.
    pub fn limit(&self, bytes: &str) {
        let status = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string()])
            .arg(format!("--fsize={bytes}:unlimited"))
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody with a browser, over a socket. `None` is a connection that broke.
pub struct Browser<'a> {
    pub address: &'a str,
    pub cookie: &'a str,
    pub answered: &'a AtomicUsize,
}

pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default()
    }

    pub fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Browser<'_> {
    pub fn send(&self, method: &str, path: &str, content_type: &str, body: &str) -> Option<Answer> {
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

    pub fn get(&self, path: &str) -> Option<Answer> {
        self.send("GET", path, "text/plain", "")
    }

    pub fn json(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        self.send(method, path, "application/json", &body.to_string())
    }

    pub fn token(&self, fields: &[(&str, &str)]) -> Option<Answer> {
        self.form("/oauth/token", fields)
    }

    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let form_type = "application/x-www-form-urlencoded";
        self.send("POST", path, form_type, &form(fields))
    }
}
