//! A portal to test against: the demo organization on a throw-away database, its people, and a
//! clock that stands still.

use std::net::IpAddr;
use std::path::PathBuf;

pub use crate::folder::Folder;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use countersign_server::access::{App, Tools};
use countersign_server::clock::Clock;
use countersign_server::demo;
use countersign_server::http::origin::OwnOrigin;
use countersign_server::http::peer::TrustedProxies;
use countersign_server::http::static_files::StaticFiles;
use countersign_server::languages::Languages;
use countersign_server::password::Passwords;
use countersign_server::randomness::Randomness;
use countersign_server::router;
use countersign_server::sign_in::Doorway;
use countersign_server::store::Store;
use hyper_util::rt::TokioIo;
use sqlx::{Connection as _, Row as _};
use tokio::sync::OnceCell;

pub use crate::person::{Ask, Person, Reply};
use crate::socket::Program;

pub const NOW: &str = "2026-11-23T09:00:00Z";

pub const ORIGIN: &str = "http://127.0.0.1:8080";

/// Where the demo application runs.
pub const APP_ORIGIN: &str = "http://127.0.0.1:8090";

/// Network address that everybody connects from.
pub const PEER: &str = "192.0.2.7";

pub const PARTNER_CRM: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01";
pub const WALLBOARD: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02";
pub const OLD_DIALER: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d05";

/// Switched off.
pub const QUEUE_SOUNDER: &str = "cf34b186-7c1e-4d55-9a67-1f0f5b1c70ad";

/// Asks for a scope that the catalogue does not have.
pub const WALLBOARD_TV: &str = "6ab41f0d-7c1e-4d55-9a67-1f0f5b1cc2d7";

pub const SURVEY_BOT: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d06";
pub const CALLBACK_HELPER: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9c77";
pub const UNKNOWN: &str = "ffffffff-7c1e-4d55-9a67-1f0f5b1c9d05";

/// The server and what tests may turn.
pub struct Portal {
    pub clock: Clock,
    pub database: PathBuf,
    pub store: Store,
    /// Where the server is a program of its own.
    pub program: Option<Program>,
    router: Router,
    origin: &'static str,
    _folder: Folder,
}

#[derive(Default)]
pub struct Setting {
    pub public_url: Option<&'static str>,
    pub pages: Option<PathBuf>,
    pub trusted_proxies: Vec<IpAddr>,
}

/// The demo database, written once and copied for each test.
async fn template() -> Vec<u8> {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let written = TEMPLATE.get_or_init(|| async {
        let folder = Folder::new();
        let file = folder.path().join("template.db");
        let store = Store::open(&file).await.unwrap();
        let randomness = Randomness::seeded(1);
        let passwords = Passwords::cheap(&randomness).unwrap();
        let clock = Clock::fixed(NOW).unwrap();
        demo::fill(&store, &passwords, &clock, &randomness, 0)
            .await
            .unwrap();
        store.close().await;
        std::fs::read(&file).unwrap()
    });
    written.await.clone()
}

/// Sends a request on to a program, over a connection of its own.
async fn forward(address: String, request: Request<Body>) -> Response {
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    sender.send_request(request).await.unwrap().map(Body::new)
}

impl Portal {
    pub async fn new() -> Self {
        Self::with(Setting::default()).await
    }

    pub async fn with(setting: Setting) -> Self {
        let folder = Folder::new();
        let database = folder.path().join("countersign.db");
        std::fs::write(&database, template().await).unwrap();
        let store = Store::open(&database).await.unwrap();
        let clock = Clock::fixed(NOW).unwrap();
        let randomness = Randomness::seeded(2);
        let passwords = Passwords::cheap(&randomness).unwrap();
        let origin = setting
            .public_url
            .map(|url| OwnOrigin::from_url(url).unwrap());
        let languages = match &setting.pages {
            None => Languages::embedded(),
            Some(folder) => Languages::of_pages(folder),
        };
        let app = App::new(Tools {
            store: store.clone(),
            doorway: Doorway::new(store.clone(), passwords, clock.clone(), randomness.clone()),
            clock: clock.clone(),
            randomness,
            origin: origin.unwrap_or(OwnOrigin::Host),
            proxies: TrustedProxies::new(&setting.trusted_proxies),
            allowed_origins: vec![APP_ORIGIN.parse().unwrap()],
            files: setting
                .pages
                .map(|pages| StaticFiles::open(&pages).unwrap()),
            languages: languages.unwrap(),
            demo: true,
        });
        Self {
            clock,
            database,
            store,
            program: None,
            router: router(app),
            origin: setting.public_url.unwrap_or(ORIGIN),
            _folder: folder,
        }
    }

    /// The same with the server as a program of its own, whose disk may become full.
    pub async fn on_a_disk() -> Self {
        let folder = Folder::new();
        let database = folder.path().join("countersign.db");
        std::fs::write(&database, template().await).unwrap();
        let program = Program::start_on_a_disk(folder.path(), &["--fixed-time", NOW]);
        let address = program.address.clone();
        Self {
            clock: Clock::fixed(NOW).unwrap(),
            store: Store::open(&database).await.unwrap(),
            database,
            program: Some(program),
            router: Router::new().fallback(move |request| forward(address.clone(), request)),
            origin: ORIGIN,
            _folder: folder,
        }
    }

    pub fn anonymous(&self) -> Person {
        Person {
            router: self.router.clone(),
            origin: self.origin,
            cookie: None,
        }
    }

    pub async fn admin(&self) -> Person {
        self.signed_in("admin@demo.example").await
    }

    pub async fn viewer(&self) -> Person {
        self.signed_in("viewer@demo.example").await
    }

    pub async fn supervisor(&self) -> Person {
        self.signed_in("supervisor@demo.example").await
    }

    pub async fn agent(&self) -> Person {
        self.signed_in("agent@demo.example").await
    }

    pub async fn signed_in(&self, email: &str) -> Person {
        let reply = self.sign_in(email, demo::PASSWORD).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        Person {
            cookie: Some(reply.cookie()),
            ..self.anonymous()
        }
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.anonymous().sign_in_to(email, password, "/apps").await
    }

    /// Changes the database beside the server.
    pub async fn execute(&self, sql: &'static str) {
        let mut connection = sqlx::SqliteConnection::connect(self.database.to_str().unwrap())
            .await
            .unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }

    /// The redirect URIs of Partner CRM are these from now on.
    pub async fn register(&self, uris: &[&str]) {
        self.register_for(PARTNER_CRM, uris).await;
    }

    /// The same for another client.
    pub async fn register_for(&self, client: &str, uris: &[&str]) {
        let sql = "UPDATE client SET document = json_set(document, '$.registeredRedirectUri', json($1)) \
             WHERE id = $2";
        let uris = serde_json::json!(uris).to_string();
        self.execute_with(sql, [&uris, client]).await;
    }

    /// The request that a consent screen is about says this from now on.
    pub async fn patch_consent(&self, id: &str, patch: &str) {
        let sql = "UPDATE consent SET request = json_patch(request, $1) WHERE id = $2";
        self.execute_with(sql, [patch, id]).await;
    }

    /// Changes one row of the database beside the server.
    async fn execute_with(&self, sql: &'static str, values: [&str; 2]) {
        let mut connection = sqlx::SqliteConnection::connect(self.database.to_str().unwrap())
            .await
            .unwrap();
        let query = sqlx::query(sql).bind(values[0]).bind(values[1]);
        let done = query.execute(&mut connection).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }

    /// Writes down what reads left behind, as the program does every few seconds.
    pub async fn write_uses(&self) {
        self.store.write_uses(self.clock.seconds()).await.unwrap();
    }

    /// Several statements beside the server.
    pub async fn script(&self, sql: &str) {
        let file = self.database.to_str().unwrap();
        let mut connection = sqlx::SqliteConnection::connect(file).await.unwrap();
        let script = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
        script.execute(&mut connection).await.unwrap();
    }

    /// The size of the write-ahead log: it grows with every commit.
    pub fn changes(&self) -> u64 {
        let mut wal = self.database.clone().into_os_string();
        wal.push("-wal");
        std::fs::metadata(wal).unwrap().len()
    }

    /// Holds the lock of the database beside the server, until it commits or goes.
    pub async fn lock(&self) -> sqlx::SqliteConnection {
        let file = self.database.to_str().unwrap();
        let mut connection = sqlx::SqliteConnection::connect(file).await.unwrap();
        let lock = sqlx::query("BEGIN IMMEDIATE");
        lock.execute(&mut connection).await.unwrap();
        connection
    }

    /// From now on the store fails where tokens are.
    pub async fn break_store(&self) {
        self.execute("ALTER TABLE access_token RENAME TO broken")
            .await;
    }

    /// A number out of the database, read beside the server.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut connection = sqlx::SqliteConnection::connect(self.database.to_str().unwrap())
            .await
            .unwrap();
        sqlx::query(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap()
            .get(0)
    }
}

pub fn authorization(client: &str) -> String {
    format!("/api/v2/oauth/authorizations/{client}")
}
