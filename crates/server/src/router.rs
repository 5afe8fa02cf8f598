//! All routes under the frame that every answer gets.

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Version};
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use crate::caller::App;
use crate::frame::{after_panic, frame};
use crate::{api, pages};

/// Bodies below this many bytes go out as they are.
const WORTH_COMPRESSING: u64 = 1024;

/// The server.
pub fn router(app: App) -> Router {
    let (api, _) = api::router().split_for_parts();
    let compressed = CompressionLayer::new()
        .gzip(true)
        .br(true)
        .compress_when(SizeAbove::new(WORTH_COMPRESSING).and(is_json));
    framed(api.layer(compressed).merge(pages::router()), app)
}

/// Routes under the frame; apart from [`router`] so that tests can add routes that fail.
fn framed(routes: Router<App>, app: App) -> Router {
    routes
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(app.clone(), frame))
        .with_state(app)
}

fn is_json(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    headers
        .get("content-type")
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}
