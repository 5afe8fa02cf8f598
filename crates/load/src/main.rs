//! How fast running servers are, several programs in turn on the same machine, for example an older one
//! and this one: `countersign-load PROGRAM...`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Rounds; each program runs once in each, so that a machine that gets slower slows all of them.
const ROUNDS: usize = 3;
/// How long the server is asked for one figure.
const TIME: Duration = Duration::from_secs(2);
/// Connections that ask for tokens or call with one.
const CALLERS: usize = 8;
/// Connections that send made-up tokens beside a save.
const STRANGERS: usize = 32;
/// Saves for one figure.
const SAVES: usize = 100;

const EXPORT: &str =
    "client_id=0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d04&client_secret=demo-export-secret";
const PUBLIC: &str = "client_id=0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01";
const ADMIN: &str = "admin@demo.example";
const PASSWORD: &str = "countersign-demo";
const WALLBOARD: &str = "/api/v2/oauth/authorizations/0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02";

/// The figures of one run.
const FIGURES: [&str; 5] = [
    "client-credentials tokens, 8 connections, a second",
    "the same, 99th percentile, ms",
    "calls with a token, 8 connections, a second",
    "a save, ms",
    "a save beside 32 connections of made-up tokens, ms",
];

#[tokio::main]
async fn main() -> ExitCode {
    let programs: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (report, code) = if programs.is_empty() {
        let sentence = "There is nothing to measure: name the programs of servers.\n";
        (sentence.to_owned(), ExitCode::FAILURE)
    } else {
        match run(&programs).await {
            Ok(report) => (report, ExitCode::SUCCESS),
            Err(sentence) => (format!("{sentence}\n"), ExitCode::FAILURE),
        }
    };
    match std::io::stdout().write_all(report.as_bytes()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Measures each program and reports the medians and the ratios to the first.
///
/// # Errors
/// One sentence that says what is wrong.
async fn run(programs: &[PathBuf]) -> Result<String, String> {
    let mut runs = vec![vec![Vec::new(); FIGURES.len()]; programs.len()];
    for _ in 0..ROUNDS {
        for (program, figures) in programs.iter().zip(&mut runs) {
            for (figure, value) in figures.iter_mut().zip(measure(program).await?) {
                figure.push(value);
            }
        }
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let mut report = format!("medians of {ROUNDS} rounds in turn\n");
    for (at, name) in FIGURES.iter().enumerate() {
        let medians: Vec<_> = runs.iter_mut().map(|run| median(&mut run[at])).collect();
        let _ = write!(report, "{name:<52}");
        for value in &medians {
            let _ = write!(report, " {value:10.1}");
        }
        if let [before, .., now] = medians[..] {
            let _ = write!(report, "   x {:.2}", now / before);
        }
        report.push('\n');
    }
    Ok(report)
}

async fn measure(program: &PathBuf) -> Result<[f64; 5], String> {
    let folder = Folder::new()?;
    let server = Server::start(program, &folder).await?;
    let tokens = server
        .ask_for(CALLERS, &token_request(EXPORT, "client_credentials"))
        .await?;
    let answer = server
        .connect()
        .await?
        .send(&token_request(EXPORT, "client_credentials"))
        .await?;
    let answer: serde_json::Value = serde_json::from_slice(&answer.1).map_err(text)?;
    let bearer = format!(
        "Bearer {}",
        answer["access_token"].as_str().unwrap_or_default()
    );
    let call = Ask {
        method: Method::GET,
        path: "/api/v2/tokens/me".to_owned(),
        headers: vec![("authorization", bearer)],
        body: String::new(),
    };
    let calls = server.ask_for(CALLERS, &call).await?;
    let cookie = server.sign_in().await?;
    let quiet = server.save(&cookie, "quiet").await?;
    let beside = server.beside_strangers(&cookie).await?;
    Ok([
        rate(&tokens),
        ms(tokens[tokens.len() * 99 / 100]),
        rate(&calls),
        quiet,
        beside,
    ])
}

fn rate(times: &[Duration]) -> f64 {
    let number = u32::try_from(times.len()).unwrap_or(u32::MAX);
    f64::from(number) / TIME.as_secs_f64()
}

fn token_request(client: &str, grant: &str) -> Ask {
    Ask {
        method: Method::POST,
        path: "/oauth/token".to_owned(),
        headers: vec![(
            "content-type",
            "application/x-www-form-urlencoded".to_owned(),
        )],
        body: format!("grant_type={grant}&refresh_token=made-up&{client}"),
    }
}

/// A request that can be sent again.
#[derive(Clone)]
struct Ask {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// A program that runs, and ends with the value.
struct Server {
    address: String,
    _child: Child,
}

impl Server {
    async fn start(program: &PathBuf, folder: &Folder) -> Result<Self, String> {
        let mut child = Command::new(program)
            .args(["--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} does not start: {error}.", program.display()))?;
        let out = child.stdout.take().ok_or("The program has no output.")?;
        let line = BufReader::new(out)
            .lines()
            .next_line()
            .await
            .map_err(text)?;
        let line = line.ok_or("The program ended at once.")?;
        let address = line.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Self {
            address,
            _child: child,
        })
    }

    async fn connect(&self) -> Result<Connection, String> {
        let stream = TcpStream::connect(&self.address).await.map_err(text)?;
        stream.set_nodelay(true).map_err(text)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(text)?;
        tokio::spawn(connection);
        Ok(Connection {
            host: self.address.clone(),
            sender,
        })
    }

    /// Sends the same request over so many connections for the time, and answers how long each took,
    /// sorted.
    async fn ask_for(&self, connections: usize, ask: &Ask) -> Result<Vec<Duration>, String> {
        let mut callers = JoinSet::new();
        for _ in 0..connections {
            let (mut connection, ask) = (self.connect().await?, ask.clone());
            callers.spawn(async move {
                let mut times = Vec::new();
                let ends = Instant::now() + TIME;
                while Instant::now() < ends {
                    let started = Instant::now();
                    let (status, _) = connection.send(&ask).await?;
                    if status != StatusCode::OK {
                        return Err(format!("{} answered {status}.", ask.path));
                    }
                    times.push(started.elapsed());
                }
                Ok(times)
            });
        }
        let mut all = Vec::new();
        while let Some(times) = callers.join_next().await {
            all.extend(times.map_err(text)??);
        }
        all.sort_unstable();
        Ok(all)
    }

    async fn sign_in(&self) -> Result<String, String> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("username", ADMIN)
            .append_pair("password", PASSWORD)
            .finish();
        let ask = Ask {
            method: Method::POST,
            path: "/login".to_owned(),
            headers: vec![
                (
                    "content-type",
                    "application/x-www-form-urlencoded".to_owned(),
                ),
                ("origin", format!("http://{}", self.address)),
            ],
            body,
        };
        let request = self.connect().await?.send_whole(&ask).await?;
        let cookie = request.headers().get(header::SET_COOKIE);
        let cookie = cookie.and_then(|cookie| cookie.to_str().ok()?.split(';').next());
        Ok(cookie.ok_or("Nobody was signed in.")?.to_owned())
    }

    /// Median of saves one after the other, in milliseconds.
    async fn save(&self, cookie: &str, what: &str) -> Result<f64, String> {
        let mut connection = self.connect().await?;
        let mut times = Vec::new();
        for number in 0..SAVES {
            // Another scope each time, so that each is a change for every version of the server.
            let scope = ["users", "groups"][number % 2];
            let ask = Ask {
                method: Method::PUT,
                path: WALLBOARD.to_owned(),
                headers: vec![
                    ("content-type", "application/json".to_owned()),
                    ("origin", format!("http://{}", self.address)),
                    ("x-requested-with", "countersign".to_owned()),
                    ("cookie", cookie.to_owned()),
                ],
                body: format!("{{\"scope\":[\"{scope}\"],\"note\":\"{what} {number}\"}}"),
            };
            let started = Instant::now();
            let (status, _) = connection.send(&ask).await?;
            if status != StatusCode::OK {
                return Err(format!("A save answered {status}."));
            }
            times.push(started.elapsed());
        }
        times.sort_unstable();
        Ok(ms(times[times.len() / 2]))
    }

    async fn beside_strangers(&self, cookie: &str) -> Result<f64, String> {
        let stop = Arc::new(AtomicBool::new(false));
        let garbage = token_request(PUBLIC, "refresh_token");
        let mut strangers = JoinSet::new();
        for _ in 0..STRANGERS {
            let (mut connection, garbage) = (self.connect().await?, garbage.clone());
            let stop = Arc::clone(&stop);
            strangers.spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    connection.send(&garbage).await?;
                }
                Ok::<_, String>(())
            });
        }
        let time = self.save(cookie, "beside").await;
        stop.store(true, Ordering::SeqCst);
        while let Some(stopped) = strangers.join_next().await {
            stopped.map_err(text)??;
        }
        time
    }
}

/// A connection that is kept.
struct Connection {
    host: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    async fn send(&mut self, ask: &Ask) -> Result<(StatusCode, Bytes), String> {
        let response = self.send_whole(ask).await?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(text)?;
        Ok((status, body.to_bytes()))
    }

    async fn send_whole(&mut self, ask: &Ask) -> Result<Response<Incoming>, String> {
        let mut request = Request::builder()
            .method(ask.method.clone())
            .uri(&ask.path)
            .header(header::HOST, &self.host);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let body = Full::new(Bytes::from(ask.body.clone()));
        let request = request.body(body).map_err(text)?;
        self.sender.ready().await.map_err(text)?;
        self.sender.send_request(request).await.map_err(text)
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A folder that goes with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, String> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("countersign-load-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).map_err(text)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
