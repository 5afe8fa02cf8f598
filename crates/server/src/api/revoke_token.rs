//! `DELETE /tokens/me`

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::access::Caller;
use crate::access::policy::Myself;
use crate::problem::Answer;

/// Signs out: the caller's token or session is dead from now on.
#[utoipa::path(
    delete,
    path = "/tokens/me",
    tag = "Me",
    responses((status = 204, description = "It is dead."))
)]
pub async fn revoke_token(caller: Caller<Myself>) -> Answer<Response> {
    let identity = caller.identity();
    if let (Some(token), Some(client)) = (&identity.bearer, &identity.client) {
        let store = caller.store();
        store
            .end_family_of(token, &client.id, &caller.author())
            .await?;
    }
    let Some(session) = &identity.session else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    caller
        .doorway()
        .sign_out(session, caller.request_id())
        .await?;
    let cookie = [(header::SET_COOKIE, caller.cleared_cookie())];
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}
