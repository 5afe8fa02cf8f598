//! `GET /oauth/authorizations/{clientId}/impact`

use axum::Json;
use axum::extract::Path;
use countersign_contract::Impact;

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::problem::Answer;

/// How an application is used now: what a revoke would end.
#[utoipa::path(
    get,
    path = "/oauth/authorizations/{clientId}/impact",
    tag = "Authorizations",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 200, description = "Its use.", body = Impact))
)]
pub async fn get_impact(
    caller: Caller<ReadAuthorizations>,
    Path(client_id): Path<String>,
) -> Answer<Json<Impact>> {
    let now = caller.clock().seconds();
    let id = client_id.to_ascii_lowercase();
    caller.store().impact(&id, now).await.map(Json)
}
