//! `POST /oauth/authorizations/{clientId}/preview`

use axum::Json;
use axum::extract::Path;
use countersign_contract::{MAX_ENTRIES, Preview, PreviewAsk};

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::http::body::JsonBody;
use crate::problem::{Answer, Problem};

/// What an authorization with these scopes and roles would do. Writes nothing.
#[utoipa::path(
    post,
    path = "/oauth/authorizations/{clientId}/preview",
    tag = "Authorizations",
    params(("clientId" = String, Path, description = "Client ID.")),
    request_body = PreviewAsk,
    responses((status = 200, description = "What it would do.", body = Preview))
)]
pub async fn preview_change(
    caller: Caller<ReadAuthorizations>,
    Path(client_id): Path<String>,
    JsonBody(wanted): JsonBody<PreviewAsk>,
) -> Answer<Json<Preview>> {
    for (name, ids) in [("scope", &wanted.scope), ("roles", &wanted.roles)] {
        if ids.len() > MAX_ENTRIES {
            return Err(Problem::field(name, "There are too many entries."));
        }
    }
    let now = caller.clock().seconds();
    let id = client_id.to_ascii_lowercase();
    caller.store().preview(&id, &wanted, now).await.map(Json)
}
