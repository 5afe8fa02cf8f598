//! `POST /logout`

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::caller::Anyone;
use crate::cookie;
use crate::problem::{Answer, Problem};

/// Ends the session of the browser. A form of ours sends `Origin`; nothing else may sign out.
pub async fn sign_out(anyone: Anyone, headers: HeaderMap) -> Answer<Response> {
    if anyone.origin().is_ours(&headers) != Some(true) {
        return Err(Problem::cross_origin());
    }
    let secure = anyone.origin().is_secure();
    if let Some(token) = cookie::session(&headers, secure) {
        anyone.doorway().sign_out(&token).await?;
    }
    let cookie = [(header::SET_COOKIE, cookie::clear(secure))];
    let to = [(header::LOCATION, "/login")];
    Ok((StatusCode::SEE_OTHER, cookie, to).into_response())
}
