//! Everything that has no route of its own: entry pages of the component, its assets, or 404.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use countersign_contract::inlined::ANSWERS;
use countersign_contract::places::{APPLICATIONS, ENTRIES};

use super::answers::Answers;
use super::data::{block, languages_block, page};
use crate::access::{Anyone, App};
use crate::http::next::login_for;
use crate::problem::{Answer, Problem};

/// Never an entry page, whatever the prefix: a missing script must not be answered with HTML.
const ASSETS: [&str; 12] = [
    ".js", ".mjs", ".wasm", ".css", ".json", ".svg", ".map", ".png", ".ico", ".txt", ".br", ".gz",
];

/// Serves an entry page to signed-in people, an asset to anybody.
pub async fn serve(State(app): State<App>, anyone: Anyone, request: Request) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let readable = parts.method == Method::GET || parts.method == Method::HEAD;
    if !readable || is_under(path, "/api") || is_under(path, "/oauth") {
        return Err(Problem::not_found());
    }
    if path == "/" {
        return Ok(see_other(APPLICATIONS));
    }
    if is_entry(path) && accepts_html(&parts.headers) {
        return entry_page(&anyone, &app, parts).await;
    }
    match anyone.files() {
        Some(files) => files.serve(path, &parts.headers).await,
        None => Err(Problem::not_found()),
    }
}

async fn entry_page(anyone: &Anyone, app: &App, mut parts: Parts) -> Answer<Response> {
    let mut answers = match Answers::of_session(app, &mut parts).await {
        Ok(answers) => answers,
        Err(problem) if problem.is_unauthenticated() => {
            let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
            return Ok(see_other(&login_for(here)));
        }
        Err(problem) => return Err(problem),
    };
    let path = parts.uri.path().trim_end_matches('/');
    let is_list = path == APPLICATIONS && parts.uri.query().is_none();
    let files = anyone.files().ok_or_else(Problem::not_found)?;
    let text = files.text("index.html").await;
    let text = text.ok_or_else(Problem::not_found)?;
    if is_list {
        answers = answers.with_list(app, &mut parts).await?;
    }
    let data = languages_block(app.languages())? + &block(ANSWERS, "", &answers)?;
    Ok(page(&text, &data))
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
    ENTRIES.iter().any(|entry| is_under(path, entry)) && is_for_people(path)
}

/// Whether a page may stand at a path: not where the API is, nor an asset.
pub fn is_for_people(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    !is_under(path, "/api") && !ASSETS.iter().any(|ending| lower.ends_with(ending))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::ACCEPT) || accepts(headers, &["text/html", "text/*", "*/*"])
}

/// Whether one of these media ranges is asked for by name (RFC 9110 section 12.5.1).
pub fn accepts(headers: &HeaderMap, wanted: &[&str]) -> bool {
    let accept = headers.get(header::ACCEPT);
    let ranges = accept.map_or(&b""[..], |accept| accept.as_bytes());
    ranges.split(|byte| *byte == b',').any(|range| {
        let mut parts = range.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let range = parts.next().unwrap_or_default();
        let refused = parts.any(|part| part == b"q=0");
        let is_wanted = |one: &&str| range.eq_ignore_ascii_case(one.as_bytes());
        !refused && wanted.iter().any(is_wanted)
    })
}
