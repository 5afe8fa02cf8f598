//! A running server, and the requests that measure it.

use std::path::PathBuf;
use std::process::Stdio;
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

/// How long the server is asked for one figure.
pub const TIME: Duration = Duration::from_secs(2);
/// Connections that send made-up tokens beside a save.
const STRANGERS: usize = 32;
/// Saves for one figure.
const SAVES: usize = 100;
const PUBLIC: &str = "client_id=0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01";
const ADMIN: &str = "admin@demo.example";
const PASSWORD: &str = "countersign-demo";
const WALLBOARD: &str = "/api/v2/oauth/authorizations/0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02";

/// A request that can be sent again.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// A program that runs, and ends with the value.
pub struct Server {
    address: String,
    _child: Child,
}

impl Server {
    pub async fn start(program: &PathBuf, folder: &Folder) -> Result<Self, String> {
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

    pub async fn connect(&self) -> Result<Connection, String> {
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
    pub async fn ask_for(&self, connections: usize, ask: &Ask) -> Result<Vec<Duration>, String> {
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

    pub async fn sign_in(&self) -> Result<String, String> {
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
    pub async fn save(&self, cookie: &str, what: &str) -> Result<f64, String> {
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

    pub async fn beside_strangers(&self, cookie: &str) -> Result<f64, String> {
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
pub struct Connection {
    host: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    pub async fn send(&mut self, ask: &Ask) -> Result<(StatusCode, Bytes), String> {
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

pub fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// A folder that goes with the value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Result<Self, String> {
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

/// A request for a token.
pub fn token_request(client: &str, grant: &str) -> Ask {
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

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
