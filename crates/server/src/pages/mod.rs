//! The server's own pages and the built pages of the component.

mod answers;
mod consent;
mod data;
mod entry;
mod failed;
mod healthz;
mod html;
mod login;
mod logout;
mod refused;
mod signed_in;
mod stop;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};
use countersign_contract::places::{CONSENT, SIGN_IN, SIGNED_IN};

pub use failed::Asked;
pub use stop::{Stop, stop_page};

use crate::access::App;

/// Routes outside of the contract.
pub fn router() -> Router<App> {
    let pages = [
        (SIGN_IN, get(login::show_login).post(login::sign_in)),
        ("/logout", get(logout::show_logout).post(logout::sign_out)),
        (SIGNED_IN, get(signed_in::show_signed_in)),
        (CONSENT, get(consent::show_consent)),
    ];
    pages
        .into_iter()
        .fold(Router::new(), |router, (path, page)| {
            with_slash(router, path, &page)
        })
        .route("/healthz", get(healthz::healthz))
        .route("/login.css", get(style))
        .fallback(entry::serve)
}

/// A page of people, who type a slash at the end or copy one along.
pub fn with_slash(router: Router<App>, path: &str, page: &MethodRouter<App>) -> Router<App> {
    router
        .route(path, page.clone())
        .route(&format!("{path}/"), page.clone())
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("login.css"))
}
