//! `GET /oauth/authorizations/{clientId}`

use axum::extract::Path;
use axum::response::Response;
use countersign_contract::OAuthAuthorization;

use super::tagged;
use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::problem::Answer;

/// The authorization of a client; one that nobody decided on has the state `Unauthorized` and
/// version 0.
#[utoipa::path(
    get,
    path = "/oauth/authorizations/{clientId}",
    tag = "Authorizations",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 200, description = "The authorization.", body = OAuthAuthorization,
        headers(("ETag" = String, description = "Tag of the version."))))
)]
pub async fn get_authorization(
    caller: Caller<ReadAuthorizations>,
    Path(client_id): Path<String>,
) -> Answer<Response> {
    let id = client_id.to_ascii_lowercase();
    caller.store().authorization(&id).await.map(tagged)
}
