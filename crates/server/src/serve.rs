//! Running: open what is needed, say that it is ready, serve until a signal.

use std::io::Write as _;
use std::net::SocketAddr;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::args::ServeOptions;
use crate::bell::Bell;
use crate::caller::{App, Tools};
use crate::demo;
use crate::frame::MAX_HEAD;
use crate::password::Passwords;
use crate::peer::TrustedProxies;
use crate::randomness::Randomness;
use crate::router;
use crate::sign_in::Doorway;
use crate::static_files::StaticFiles;
use crate::store::Store;

/// Longest time to send the head of a request.
const HEADER_TIME: Duration = Duration::from_secs(10);
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
    announce(address, options.demo)?;
    accept(listener, router(app), store.bell()).await?;
    store.close().await;
    Ok(())
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
    let unusable = |error: &dyn std::fmt::Display| {
        format!(
            "The database in {} can't be used: {error}. Choose a folder that this user may write to with --data.",
            options.data.display()
        )
    };
    std::fs::create_dir_all(&options.data).map_err(|error| unusable(&error))?;
    let file = options.data.join("countersign.db");
    let store = Store::open(&file).await.map_err(|error| unusable(&error))?;
    // Hashes of passwords and tokens are nobody else's business.
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))
        .map_err(|error| unusable(&error))?;
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
        demo: options.demo,
    });
    Ok((app, store))
}

fn announce(address: SocketAddr, demo: bool) -> Result<(), String> {
    let mut text = format!("Countersign is ready at http://{address}\n");
    if demo {
        text.push_str(&demo::table());
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
        .with_writer(std::io::stderr);
    // A second call, in tests, keeps the first one's choice.
    let _ = if json {
        lines.json().try_init()
    } else {
        lines.compact().with_ansi(false).try_init()
    };
}
