//! `bench`: how fast the list answers over many authorizations, and in how much memory.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use countersign_contract::list::{ListQuery, RiskFilter, SortBy, SortOrder};
use countersign_contract::{
    API_BASE, AuthorizationState, ClientKind, EntityRef, OAuthAuthorization, OAuthClient,
};
use http_body_util::BodyExt as _;
use tokio::time::Instant;
use tower::ServiceExt as _;

use crate::access::{App, Tools};
use crate::catalogue::risks;
use crate::clock::{Clock, iso};
use crate::demo;
use crate::http::origin::OwnOrigin;
use crate::http::peer::TrustedProxies;
use crate::languages::Languages;
use crate::password::Passwords;
use crate::randomness::Randomness;
use crate::router;
use crate::sign_in::{Credentials, Doorway};
use crate::store::Store;
use crate::store::rows::{ClientRows, Extras, VersionRow};

const QUERIES: u32 = 300;
const BATCH: u32 = 1_000;

/// Seeds a throw-away database, asks the router in process and reports the times.
///
/// # Errors
/// One sentence that says what is wrong.
pub async fn run(count: u32) -> Result<String, String> {
    let folder = Folder::new()?;
    let randomness = Randomness::seeded(1);
    let clock = Clock::System;
    let store = Store::open(&folder.0.join("countersign.db"))
        .await
        .map_err(|error| error.to_string())?;
    let started = Instant::now();
    let (router, cookie) = server(&store, &clock, &randomness).await?;
    seed(&store, &clock, &randomness, count).await?;
    let mut report = format!(
        "{count} authorizations more than the demo's, seeded in {:.1} s\n",
        started.elapsed().as_secs_f64()
    );
    let mut times = Vec::new();
    for _ in 0..QUERIES {
        let query = any_query(&randomness, count);
        times.push((ask(&router, &cookie, &query).await?, query));
    }
    times.sort_by_key(|(time, _)| *time);
    let at = |percent: usize| &times[(times.len() - 1) * percent / 100];
    for (name, (time, query)) in [("p50", at(50)), ("p95", at(95)), ("max", at(100))] {
        let _ = writeln!(
            report,
            "{name} {:6.1} ms  {:?}",
            ms(*time),
            query.to_params()
        );
    }
    let _ = writeln!(report, "resident memory {}", resident_memory());
    let (bytes, time) = whole_list(&router, &cookie).await?;
    let _ = writeln!(
        report,
        "the whole list, {} MB, {:.1} s; resident memory then {}",
        bytes / 1_000_000,
        time.as_secs_f64(),
        resident_memory()
    );
    store.close().await;
    Ok(report)
}

async fn server(
    store: &Store,
    clock: &Clock,
    randomness: &Randomness,
) -> Result<(axum::Router, String), String> {
    let passwords = Passwords::cheap(randomness)?;
    demo::fill(store, &passwords, clock, randomness, 0).await?;
    let doorway = Doorway::new(store.clone(), passwords, clock.clone(), randomness.clone());
    let credentials = Credentials {
        username: demo::ACCOUNTS[0].email,
        password: demo::PASSWORD,
        peer: "",
        session: None,
        browser: None,
        request_id: "",
    };
    let signed_in = doorway.sign_in(credentials).await;
    let token = signed_in.map_err(|error| format!("{error:?}"))?.session;
    let app = App::new(Tools {
        store: store.clone(),
        doorway,
        clock: clock.clone(),
        randomness: randomness.clone(),
        origin: OwnOrigin::Host,
        proxies: TrustedProxies::default(),
        allowed_origins: Vec::new(),
        files: None,
        languages: Languages::embedded()?,
        demo: true,
    });
    Ok((router(app), format!("countersign_session={token}")))
}

/// Reads the list without pages as it comes. Answers its bytes and the time.
async fn whole_list(router: &axum::Router, cookie: &str) -> Result<(usize, Duration), String> {
    let request = Request::get(format!("{API_BASE}/oauth/authorizations"))
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .map_err(|error| error.to_string())?;
    let started = Instant::now();
    let response = router.clone().oneshot(request).await;
    let response = response.unwrap_or_else(|never| match never {});
    let mut body = response.into_body();
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| error.to_string())?;
        bytes += frame.data_ref().map_or(0, axum::body::Bytes::len);
    }
    Ok((bytes, started.elapsed()))
}

async fn ask(router: &axum::Router, cookie: &str, query: &ListQuery) -> Result<Duration, String> {
    let pairs = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query.to_params())
        .finish();
    let request = Request::get(format!("{API_BASE}/oauth/authorizations?{pairs}"))
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .map_err(|error| error.to_string())?;
    let started = Instant::now();
    let response = router.clone().oneshot(request).await;
    let response = response.unwrap_or_else(|never| match never {});
    let status = response.status();
    let body = response.into_body().collect().await;
    body.map_err(|error| error.to_string())?;
    if status == StatusCode::OK {
        Ok(started.elapsed())
    } else {
        Err(format!("The list answered {status} for {query:?}."))
    }
}

fn any_query(randomness: &Randomness, count: u32) -> ListQuery {
    let pick = |most: usize| below(randomness, most);
    let names = [
        "",
        "",
        "mai",
        "report",
        "bridge 12",
        "e",
        "0a",
        "no such name",
    ];
    let size = [25, 50, 100][pick(3)];
    // First pages, early pages, and any page; what is filtered has fewer.
    let pages = [1, 10, (count / size).max(1)][pick(3)];
    ListQuery {
        name: names[pick(names.len())].to_owned(),
        state: AuthorizationState::KNOWN
            .get(pick(8))
            .filter(|_| pick(2) == 0)
            .cloned()
            .filter(|state| *state != AuthorizationState::Unauthorized),
        risk: RiskFilter::KNOWN.get(pick(6)).cloned(),
        sort_by: SortBy::KNOWN[pick(SortBy::KNOWN.len())].clone(),
        sort_order: SortOrder::KNOWN[pick(2)].clone(),
        page_number: u32::try_from(pick(pages as usize)).unwrap_or(0) + 1,
        page_size: size,
    }
}

async fn seed(
    store: &Store,
    clock: &Clock,
    randomness: &Randomness,
    count: u32,
) -> Result<(), String> {
    let now = clock.seconds();
    let batches = (0..count).step_by(BATCH as usize).map(|start| {
        let end = (start + BATCH).min(count);
        (start..end).map(|_| any_client(randomness, now)).collect()
    });
    let written = store.add_clients(batches).await;
    written.map_err(|error| error.to_string())
}

fn any_client(randomness: &Randomness, now: i64) -> ClientRows {
    let pick = |most: usize| below(randomness, most);
    let what = [
        "Report",
        "Wallboard",
        "Campaign",
        "Survey",
        "Billing",
        "Presence",
        "Archive",
    ];
    let kind = [
        "Mailer", "Bridge", "Bot", "Sync", "Export", "Helper", "Planner",
    ];
    let name = format!("{} {} {}", what[pick(7)], kind[pick(7)], pick(100_000));
    let ids: Vec<_> = risks().keys().collect();
    let scope: Vec<_> = (0..pick(9)).map(|_| ids[pick(ids.len())].clone()).collect();
    let date = |days: usize| {
        let seconds = i64::try_from(pick(days * 86_400)).unwrap_or_default();
        Some(iso(now - seconds))
    };
    let state = match pick(20) {
        0 => AuthorizationState::Requested,
        1..=3 => AuthorizationState::Revoked,
        _ => AuthorizationState::Authorized,
    };
    let who = ["Ada Brandt", "Tomasz Nowak", "Priya Raman"][pick(3)];
    let who = Some(EntityRef {
        id: who.to_owned(),
        name: Some(who.to_owned()),
        self_uri: None,
    });
    let client = OAuthClient {
        id: randomness.uuid(),
        name: Some(name),
        scope: scope.clone(),
        kind: Some(ClientKind::External),
        date_created: date(700),
        ..OAuthClient::default()
    };
    let after = OAuthAuthorization {
        client: client.clone(),
        scope,
        roles: (0..pick(4)).map(|_| randomness.uuid()).collect(),
        date_created: date(400),
        date_modified: date(400),
        created_by: who.clone(),
        modified_by: who,
        pending: state == AuthorizationState::Requested,
        state,
        version: Some(1),
        last_used: date(90).filter(|_| pick(5) > 0),
        ..OAuthAuthorization::default()
    };
    ClientRows {
        client,
        optional_scope: Vec::new(),
        secret_hash: None,
        date_deleted: None,
        extras: Extras::default(),
        versions: vec![VersionRow {
            request_id: randomness.uuid(),
            after,
        }],
    }
}

fn below(randomness: &Randomness, most: usize) -> usize {
    let number = u64::from_le_bytes(randomness.bytes());
    usize::try_from(number % (most.max(1) as u64)).unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn resident_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.map_or_else(|| "unknown".to_owned(), |kib| format!("{} MiB", kib / 1024))
}

/// A folder that goes with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, String> {
        let name = format!("countersign-bench-{}", std::process::id());
        let path: PathBuf = Path::new(&std::env::temp_dir()).join(name);
        std::fs::create_dir_all(&path).map_err(|error| error.to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
