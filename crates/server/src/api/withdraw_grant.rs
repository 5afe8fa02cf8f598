//! `DELETE /oauth/authorizations/{clientId}/grants/{userId}`

use axum::extract::Path;
use axum::http::StatusCode;

use crate::access::Caller;
use crate::access::policy::WriteAuthorizations;
use crate::problem::Answer;

/// Takes a user's consent back: every token of it is dead at once. Idempotent.
#[utoipa::path(
    delete,
    path = "/oauth/authorizations/{clientId}/grants/{userId}",
    tag = "Grants",
    params(
        ("clientId" = String, Path, description = "Client ID."),
        ("userId" = String, Path, description = "User id.")
    ),
    responses((status = 204, description = "It is not there any more."))
)]
pub async fn withdraw_grant(
    caller: Caller<WriteAuthorizations>,
    Path((client_id, user_id)): Path<(String, String)>,
) -> Answer<StatusCode> {
    let author = caller.author();
    let id = client_id.to_ascii_lowercase();
    let now = caller.clock().seconds();
    caller.store().withdraw(&id, &user_id, &author, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
