//! The frame around every route: an id for the request, a time limit, an error body, safe headers.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, HeaderName,
    STRICT_TRANSPORT_SECURITY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use countersign_contract::CORRELATION_HEADER;
use countersign_contract::places::{CONSENT, SIGN_IN, SIGNED_IN};
use tokio::time::{Instant, timeout};
use tracing::Instrument as _;

use crate::access::App;
use crate::http::request_id::RequestId;
use crate::pages::Asked;
use crate::problem::Problem;

/// Longest time that a request may take.
pub const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Longest path and query that are read.
const MAX_URI: usize = 8 * 1024;

/// Largest head of a request. hyper stops reading only some time after it.
pub const MAX_HEAD: usize = 32 * 1024;

/// Policy of everything that is not a page: nothing may be loaded or run from it.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

const SAFE_HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    // For browsers and scanners that don't know `frame-ancestors`.
    ("x-frame-options", "DENY"),
    // Scripts of other origins read us by CORS alone.
    ("cross-origin-resource-policy", "same-origin"),
    // Not `no-referrer`: with it browsers send `Origin: null` when our own sign-in form is posted.
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Whether a page keeps the window that opened it. Those of a sign-in do, in a popup of an
/// application that waits for its end; a policy would cut the two apart for good. No other.
fn opener_policy(path: &str) -> &'static str {
    if matches!(
        path.trim_end_matches('/'),
        CONSENT | SIGN_IN | SIGNED_IN | "/oauth/authorize"
    ) {
        "unsafe-none"
    } else {
        "same-origin-allow-popups"
    }
}

/// The middleware.
pub async fn frame(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = app.randomness().uuid();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let asked = Asked::of(&method, request.uri(), request.headers(), app.languages());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", %id, %method, path);
    async move {
        let started = Instant::now();
        let response = if request.uri().to_string().len() > MAX_URI {
            Problem::bad_request("The address is too long.").into_response()
        } else if size_of_head(&request) > MAX_HEAD {
            Problem::from_status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE).into_response()
        } else {
            timeout(TIME_LIMIT, next.run(request))
                .await
                .unwrap_or_else(|_| Problem::unavailable("time limit reached").into_response())
        };
        let mut response = finish(response, &path, &asked, &id);
        if app.is_secure() {
            let always_https = HeaderValue::from_static("max-age=31536000");
            response
                .headers_mut()
                .insert(STRICT_TRANSPORT_SECURITY, always_https);
        }
        // By the injected clock: the component reads the server's time from here.
        if let Ok(date) = HeaderValue::from_str(&app.clock().http_date()) {
            response.headers_mut().insert(DATE, date);
        }
        tracing::info!(
            status = response.status().as_u16(),
            ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        response
    }
    .instrument(span)
    .await
}

/// Bytes of the address and the header fields.
fn size_of_head(request: &Request) -> usize {
    let fields = request.headers().iter();
    let fields = fields.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    request.uri().to_string().len() + fields.sum::<usize>()
}

/// A panic in a handler, as the answer that the caller gets.
pub fn after_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::from_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

fn finish(mut response: Response, path: &str, asked: &Asked, id: &str) -> Response {
    let status = response.status();
    // What axum itself answers has no body: a method that is not known, a path that can't be read.
    let for_nobody = path.starts_with("/api/")
        || (asked.wants_page() && !response.headers().contains_key(CONTENT_TYPE));
    let bare = for_nobody && (status.is_client_error() || status.is_server_error());
    let problem = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = problem.or_else(|| bare.then(|| Problem::from_status(status))) {
        // What the layers around the route said stays: `Allow`, and what lets the script of
        // another origin read the refusal.
        let mut said = std::mem::take(response.headers_mut());
        said.remove(CONTENT_LENGTH);
        response = match asked.page(&problem, id) {
            None => problem.finish(id),
            Some(mut page) => {
                page.headers_mut().extend(problem.into_headers());
                page
            }
        };
        said.extend(std::mem::take(response.headers_mut()));
        *response.headers_mut() = said;
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(
            HeaderName::from_bytes(CORRELATION_HEADER.as_bytes())
                .unwrap_or(HeaderName::from_static("inin-correlation-id")),
            id,
        );
    }
    for (name, value) in SAFE_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static(opener_policy(path)),
    );
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NO_PAGE));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
