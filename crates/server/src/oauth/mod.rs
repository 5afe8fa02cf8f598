//! The authorization server: the OAuth endpoints.

mod authorize;
mod client_auth;
mod form;
mod introspect;
mod metadata;
mod revoke;
mod token;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::access::App;
use crate::pages::with_slash;

/// HEAD never writes, and to answer as GET would it had to.
async fn no_head() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

/// Routes at the root of the origin (contract, "OAuth endpoints of the reference server").
pub fn router() -> Router<App> {
    let authorize = get(authorize::authorize).head(no_head);
    with_slash(Router::new(), "/oauth/authorize", &authorize)
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(revoke::revoke))
        .route("/oauth/introspect", post(introspect::introspect))
        .route(
            "/.well-known/oauth-authorization-server",
            get(metadata::metadata),
        )
}
