//! Everything that has no route of its own: entry pages of the component, its assets, or 404.

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::next::login_for;
use crate::caller::Anyone;
use crate::problem::{Answer, Problem};

/// Where the standalone portal starts.
const HOME: &str = "/admin/integrations/authorized-applications";

/// Paths that the component's own router knows.
const ENTRIES: [&str; 3] = ["/admin", "/apps", "/me"];

/// Never an entry page, whatever the prefix: a missing script must not be answered with HTML.
const ASSETS: [&str; 12] = [
    ".js", ".mjs", ".wasm", ".css", ".json", ".svg", ".map", ".png", ".ico", ".txt", ".br", ".gz",
];

/// The entry page's policy (security.md, "Pages and embedding").
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Serves an entry page to signed-in people, an asset to anybody.
pub async fn serve(anyone: Anyone, request: Request) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let readable = parts.method == Method::GET || parts.method == Method::HEAD;
    if !readable || is_under(path, "/api") || is_under(path, "/oauth") {
        return Err(Problem::not_found());
    }
    if path == "/" {
        return Ok(see_other(HOME));
    }
    if is_entry(path) && accepts_html(&parts.headers) {
        return entry_page(&anyone, &parts).await;
    }
    match anyone.files() {
        Some(files) => files.serve(path, &parts.headers).await,
        None => Err(Problem::not_found()),
    }
}

async fn entry_page(anyone: &Anyone, parts: &Parts) -> Answer<Response> {
    if !anyone.is_signed_in(parts).await? {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return Ok(see_other(&login_for(path)));
    }
    let Some(files) = anyone.files() else {
        return Err(Problem::not_found());
    };
    let mut response = files.serve("/index.html", &parts.headers).await?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    Ok(response)
}

/// 303 to an own path.
pub fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_entry(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    ENTRIES.iter().any(|entry| is_under(path, entry))
        && !ASSETS.iter().any(|ending| lower.ends_with(ending))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let ranges = accept.to_str().unwrap_or_default().split(',');
    ranges
        .filter_map(|range| range.split(';').next())
        .any(|range| matches!(range.trim(), "text/html" | "text/*" | "*/*"))
}
