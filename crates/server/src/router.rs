//! All routes under the frame that every answer gets.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use countersign_contract::CORRELATION_HEADER;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::cors::CorsLayer;

use crate::access::App;
use crate::frame::{after_panic, frame};
use crate::{api, oauth, pages};

/// Bodies below this many bytes go out as they are.
const WORTH_COMPRESSING: u64 = 1024;
/// How long a browser remembers what another site may ask.
const PREFLIGHT_LIFE: Duration = Duration::from_mins(10);

/// The server.
pub fn router(app: App) -> Router {
    let (api, _) = api::router().split_for_parts();
    let api = api.merge(oauth::router()).layer(other_sites(&app));
    let compressed = CompressionLayer::new()
        .gzip(true)
        .br(true)
        .compress_when(SizeAbove::new(WORTH_COMPRESSING).and(is_text));
    let routes = api.merge(pages::router());
    framed(routes.layer(compressed), app)
}

/// Scripts of the listed origins may call with a token, never with our cookie.
fn other_sites(app: &App) -> CorsLayer {
    let correlation = HeaderName::from_bytes(CORRELATION_HEADER.as_bytes());
    CorsLayer::new()
        .allow_origin(app.allowed_origins().to_vec())
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT_LANGUAGE,
            header::IF_MATCH,
        ])
        .expose_headers(
            [header::DATE, header::ETAG, header::RETRY_AFTER]
                .into_iter()
                .chain(correlation)
                .collect::<Vec<_>>(),
        )
        .max_age(PREFLIGHT_LIFE)
}

/// Routes under the frame; apart from [`router`] so that tests can add routes that fail.
fn framed(routes: Router<App>, app: App) -> Router {
    routes
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(app.clone(), frame))
        .with_state(app)
}

fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    headers.get("content-type").is_some_and(|value| {
        let value = value.as_bytes();
        value.starts_with(b"application/json") || value.starts_with(b"text/html")
    })
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
    use crate::access::Tools;
    use crate::clock::Clock;
    use crate::frame::TIME_LIMIT;
    use crate::http::origin::OwnOrigin;
    use crate::http::peer::TrustedProxies;
    use crate::languages::Languages;
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
            proxies: TrustedProxies::default(),
            allowed_origins: Vec::new(),
            files: None,
            languages: Languages::embedded().unwrap(),
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
