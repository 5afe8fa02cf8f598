//! `GET /oauth/clients/{clientId}`

use axum::Json;
use axum::extract::Path;
use countersign_contract::OAuthClient;

use crate::access::Caller;
use crate::access::policy::ReadClients;
use crate::problem::Answer;

/// An OAuth client, never with its secret.
#[utoipa::path(
    get,
    path = "/oauth/clients/{clientId}",
    tag = "Clients",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 200, description = "The client.", body = OAuthClient))
)]
pub async fn get_client(
    caller: Caller<ReadClients>,
    Path(client_id): Path<String>,
) -> Answer<Json<OAuthClient>> {
    let id = client_id.to_ascii_lowercase();
    caller.store().client(&id).await.map(Json)
}
