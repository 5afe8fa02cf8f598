//! The server's own pages and the built pages of the component.

mod answers;
mod consent;
mod data;
mod entry;
mod healthz;
mod html;
mod login;
mod logout;
pub mod next;
mod refused;
mod signed_in;
mod stop;
mod texts;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

pub use stop::{Stop, stop_page};

use crate::caller::App;

/// Routes outside of the contract.
pub fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz::healthz))
        .route("/login", get(login::show_login).post(login::sign_in))
        .route("/login.css", get(style))
        .route("/logout", get(logout::show_logout).post(logout::sign_out))
        .route("/signed-in", get(signed_in::show_signed_in))
        .route("/consent", get(consent::show_consent))
        .fallback(entry::serve)
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("login.css"))
}
