//! `HEAD /tokens/me`

use axum::http::StatusCode;

use crate::access::Caller;
use crate::access::policy::Myself;

/// Whether the caller's token or session is alive.
#[utoipa::path(
    head,
    path = "/tokens/me",
    tag = "Me",
    responses((status = 200, description = "It is."))
)]
pub async fn check_token(_: Caller<Myself>) -> StatusCode {
    StatusCode::OK
}
