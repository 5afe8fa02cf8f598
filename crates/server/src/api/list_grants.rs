//! `GET /oauth/authorizations/{clientId}/grants`

use axum::Json;
use axum::extract::Path;
use countersign_contract::{API_BASE, Grant, Listing};

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::problem::Answer;

/// Who consented to an application, by name. At most 500; `total` counts all.
#[utoipa::path(
    get,
    path = "/oauth/authorizations/{clientId}/grants",
    tag = "Grants",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 200, description = "The consents.", body = Listing<Grant>))
)]
pub async fn list_grants(
    caller: Caller<ReadAuthorizations>,
    Path(client_id): Path<String>,
) -> Answer<Json<Listing<Grant>>> {
    let id = client_id.to_ascii_lowercase();
    let (entities, total) = caller.store().grants_of_client(&id).await?;
    Ok(Json(Listing {
        total,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/authorizations/{id}/grants")),
    }))
}
