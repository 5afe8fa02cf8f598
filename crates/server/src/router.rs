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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use serde_json::Value;
    use tower::ServiceExt as _;

    use super::*;
    use crate::caller::Tools;
    use crate::clock::Clock;
    use crate::frame::TIME_LIMIT;
    use crate::origin::OwnOrigin;
    use crate::password::Passwords;
    use crate::randomness::Randomness;
    use crate::sign_in::Doorway;
    use crate::store::Store;

    async fn app() -> App {
        let store = Store::in_memory().await.unwrap();
        let randomness = Randomness::seeded(1);
        let passwords = Passwords::cheap(&randomness).unwrap();
        let clock = Clock::System;
        App::new(Tools {
            doorway: Doorway::new(store.clone(), passwords, clock.clone(), randomness.clone()),
            store,
            clock,
            randomness,
            origin: OwnOrigin::Host,
            files: None,
            demo: false,
        })
    }

    async fn ask(routes: Router<App>) -> Value {
        let request = Request::get("/api/x").body(Body::empty()).unwrap();
        let response = framed(routes, app().await).oneshot(request).await.unwrap();
        let id = response.headers()["inin-correlation-id"].clone();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["contextId"], id.to_str().unwrap());
        body
    }

    #[tokio::test]
    async fn a_panic_is_a_500_that_tells_nothing() {
        async fn fails() -> &'static str {
            panic!("a secret")
        }
        let body = ask(Router::new().route("/api/x", get(fails))).await;
        assert_eq!(body["code"], "internal.server.error");
        assert!(!body.to_string().contains("secret"));
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_a_503() {
        let app = app().await;
        // Only now: connecting to the database runs into a limit of its own in frozen time.
        tokio::time::pause();
        let routes = Router::new().route(
            "/api/x",
            get(|| async { tokio::time::sleep(TIME_LIMIT * 2).await }),
        );
        let request = Request::get("/api/x").body(Body::empty()).unwrap();
        let response = framed(routes, app).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
