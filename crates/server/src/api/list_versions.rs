//! `GET /oauth/authorizations/{clientId}/versions`

use axum::Json;
use axum::extract::Path;
use countersign_contract::{API_BASE, AuthorizationVersion, Listing};

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::problem::Answer;

/// History of an authorization, newest first. At most 500 versions; `total` counts all.
#[utoipa::path(
    get,
    path = "/oauth/authorizations/{clientId}/versions",
    tag = "Authorizations",
    params(("clientId" = String, Path, description = "Client ID.")),
    responses((status = 200, description = "The versions.", body = Listing<AuthorizationVersion>))
)]
pub async fn list_versions(
    caller: Caller<ReadAuthorizations>,
    Path(client_id): Path<String>,
) -> Answer<Json<Listing<AuthorizationVersion>>> {
    let id = client_id.to_ascii_lowercase();
    let (entities, total) = caller.store().versions(&id).await?;
    Ok(Json(Listing {
        total,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/authorizations/{id}/versions")),
    }))
}
