//! Running: open what is needed, say that it is ready, serve until a signal.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt as _;

use crate::access::{App, Tools};
use crate::args::ServeOptions;
use crate::bell::Bell;
use crate::clock::Clock;
use crate::demo;
use crate::frame::MAX_HEAD;
use crate::http::peer::TrustedProxies;
use crate::http::static_files::StaticFiles;
use crate::languages::{Languages, Texts};
use crate::password::Passwords;
use crate::randomness::Randomness;
use crate::router;
use crate::sign_in::Doorway;
use crate::store::{Author, Store, make_folder};

/// Longest time to send the head of a request.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// The file in the folder of the data.
const DATABASE: &str = "countersign.db";
/// How often uses are written down.
const WRITE_EVERY: Duration = Duration::from_secs(5);
/// How often what is over is forgotten.
const FORGET_EVERY: Duration = Duration::from_mins(10);
/// How long running requests may go on after a signal.
const GRACE: Duration = Duration::from_secs(10);

/// Runs the server until SIGINT or SIGTERM.
///
/// # Errors
/// One sentence that says what is wrong and what to do.
pub async fn serve(options: ServeOptions) -> Result<(), String> {
    log_to_stderr(options.log_json);
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        format!(
            "The server can't listen on {}: {error}. Stop what uses the port, or choose another with --listen.",
            options.listen
        )
    })?;
    let address = listener.local_addr().unwrap_or(options.listen);
    let (app, store) = build(&options).await?;
    announce(
        address,
        options.demo.then_some(&app.languages().english().texts),
    )?;
    let (stop, stopped) = oneshot::channel();
    let upkeep = tokio::spawn(keep_up(store.clone(), options.clock.clone(), stopped));
    accept(listener, router(app), store.bell()).await?;
    drop(stop);
    if let Err(error) = upkeep.await {
        tracing::error!(%error, "the upkeep ended early");
    }
    write_uses(&store, &options.clock).await;
    store.close().await;
    Ok(())
}

/// Switches a person off or on, also while the server runs.
///
/// # Errors
/// One sentence that says what is wrong and what to do.
pub async fn set_person(data: &Path, email: &str, active: bool) -> Result<String, String> {
    let file = data.join(DATABASE);
    if !file.is_file() {
        return Err(format!(
            "There is no database in {}: give --data the folder that the server runs with.",
            data.display()
        ));
    }
    let failed = |error: &dyn std::fmt::Display| {
        format!("The account could not be changed: {error}. Nothing was changed; try again.")
    };
    let store = Store::open(&file).await.map_err(|error| failed(&error))?;
    let author = Author::of_operator(&Clock::System);
    let outcome = store.set_active(email, active, &author).await;
    store.close().await;
    let state = if active { "active" } else { "inactive" };
    match outcome {
        Ok(true) => Ok(format!("{email} is {state} now.\n")),
        Ok(false) => Ok(format!("{email} was {state} already.\n")),
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => Err(format!(
            "Nobody has the mail address '{email}': check how it is written."
        )),
        Err(problem) => Err(failed(&problem.code())),
    }
}

/// Writes down what reads left behind, and forgets what is over, until the server stops. It stops
/// between two writes, because one that is given up in the middle loses its counts.
async fn keep_up(store: Store, clock: Clock, mut stopped: oneshot::Receiver<()>) {
    let mut forgotten = Instant::now();
    while timeout(WRITE_EVERY, &mut stopped).await.is_err() {
        write_uses(&store, &clock).await;
        if forgotten.elapsed() >= FORGET_EVERY {
            forgotten = Instant::now();
            match store.forget(clock.seconds()).await {
                Ok(rows) => tracing::info!(rows, "forgot what is over"),
                Err(problem) => tracing::warn!(code = problem.code(), "nothing was forgotten"),
            }
        }
    }
}

async fn write_uses(store: &Store, clock: &Clock) {
    if let Err(problem) = store.write_uses(clock.seconds()).await {
        tracing::warn!(
            code = problem.code(),
            "uses were not written, they are kept"
        );
    }
}

async fn build(options: &ServeOptions) -> Result<(App, Store), String> {
    let files = match &options.pages {
        None => None,
        Some(folder) => Some(StaticFiles::open(folder).ok_or_else(|| {
            format!(
                "There is no index.html in {}: build the pages first, or leave --pages out.",
                folder.display()
            )
        })?),
    };
    let languages = match &options.pages {
        None => Languages::embedded()?,
        Some(folder) => Languages::of_pages(folder)?,
    };
    let unusable = |error: &dyn std::fmt::Display| {
        format!(
            "The database in {} can't be used: {error}. Choose a folder that this user may write to with --data.",
            options.data.display()
        )
    };
    let open = make_folder(&options.data).map_err(|error| unusable(&error))?;
    if open {
        tracing::warn!(
            "Others on this machine can open the folder {folder}, where the database is: chmod 700 {folder}",
            folder = options.data.display()
        );
    }
    let file = options.data.join(DATABASE);
    let store = Store::open(&file).await.map_err(|error| unusable(&error))?;
    let randomness = match options.seed {
        Some(seed) => Randomness::seeded(seed),
        None => Randomness::from_system()?,
    };
    let passwords = Passwords::new(&randomness)?;
    if options.demo {
        demo::fill(
            &store,
            &passwords,
            &options.clock,
            &randomness,
            options.demo_roles,
        )
        .await?;
    }
    let doorway = Doorway::new(
        store.clone(),
        passwords,
        options.clock.clone(),
        randomness.clone(),
    );
    let app = App::new(Tools {
        store: store.clone(),
        doorway,
        clock: options.clock.clone(),
        randomness,
        origin: options.origin.clone(),
        proxies: TrustedProxies::new(&options.trusted_proxies),
        allowed_origins: options.allowed_origins.clone(),
        files,
        languages,
        demo: options.demo,
    });
    Ok((app, store))
}

/// Says that the server is ready, with the words for the demo accounts where there are some.
fn announce(address: SocketAddr, demo: Option<&Texts>) -> Result<(), String> {
    let mut text = format!("Countersign is ready at http://{address}\n");
    if let Some(texts) = demo {
        text.push_str(&demo::table(texts));
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| format!("The output could not be written: {error}."))
}

async fn accept(listener: TcpListener, router: axum::Router, bell: &Bell) -> Result<(), String> {
    let listen = |kind| signal(kind).map_err(|error| format!("No signals: {error}."));
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let open = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connection(stream, peer, router.clone(), &open),
                Err(error) => {
                    // Out of file handles, as a rule: wait for some to come back.
                    tracing::warn!(%error, "a connection was not accepted");
                    sleep(Duration::from_millis(100)).await;
                }
            },
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
        }
    }
    drop(listener);
    bell.stop();
    if timeout(GRACE, open.shutdown()).await.is_err() {
        tracing::warn!("requests were still running at the end");
    }
    Ok(())
}

/// One connection in its own task, with limits on the head that axum's own loop does not set.
fn connection(stream: TcpStream, peer: SocketAddr, router: axum::Router, open: &GracefulShutdown) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

fn log_to_stderr(json: bool) {
    let lines = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_target(false)
        // A log that can't be written loses its lines. To say so on stderr would panic.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    // A second call, in tests, keeps the first one's choice.
    let _ = if json {
        lines.json().try_init()
    } else {
        lines.compact().with_ansi(false).try_init()
    };
}
