//! `DELETE /tokens/me`

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::caller::Caller;
use crate::policy::Myself;
use crate::problem::Answer;

/// Signs out: the caller's token or session is dead from now on.
#[utoipa::path(
    delete,
    path = "/tokens/me",
    tag = "Me",
    responses((status = 204, description = "It is dead."))
)]
pub async fn revoke_token(caller: Caller<Myself>) -> Answer<Response> {
    if let Some(token) = &caller.identity().bearer {
        let now = caller.clock().seconds();
        caller.store().end_family_of(token, now).await?;
    }
    let Some(session) = &caller.identity().session else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    caller.doorway().sign_out(session).await?;
    let cookie = [(header::SET_COOKIE, caller.cleared_cookie())];
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}
