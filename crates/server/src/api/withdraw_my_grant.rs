//! `DELETE /oauth/grants/me/{clientId}`

use axum::extract::Path;
use axum::http::StatusCode;

use crate::access::Caller;
use crate::access::policy::WriteOwn;
use crate::problem::Answer;

/// Takes one's own consent back: every token of it is dead at once. Idempotent.
#[utoipa::path(
    delete,
    path = "/oauth/grants/me/{clientId}",
    tag = "Grants",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 204, description = "It is not there any more."))
)]
pub async fn withdraw_my_grant(
    caller: Caller<WriteOwn>,
    Path(client_id): Path<String>,
) -> Answer<StatusCode> {
    let author = caller.author();
    let id = client_id.to_ascii_lowercase();
    let now = caller.clock().seconds();
    let user_id = &caller.identity().user.id;
    caller.store().withdraw(&id, user_id, &author, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
