//! `GET /oauth/requests`

use axum::Json;
use countersign_contract::{API_BASE, ApprovalRequest, ApprovalState, Listing};

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::http::params::Params;
use crate::problem::{Answer, Problem};

/// Approval requests: open ones first, then the newest. At most 500 of them; `total` counts all.
#[utoipa::path(
    get,
    path = "/oauth/requests",
    tag = "Requests",
    params(("state" = Option<String>, Query, description = "open, approved, denied, blocked or withdrawn; absent for all.")),
    responses((status = 200, description = "The requests.", body = Listing<ApprovalRequest>))
)]
pub async fn list_requests(
    caller: Caller<ReadAuthorizations>,
    params: Params,
) -> Answer<Json<Listing<ApprovalRequest>>> {
    let state = params.get("state").map(ApprovalState::from_wire);
    if matches!(state, Some(ApprovalState::Other(_))) {
        return Err(Problem::query("state"));
    }
    let (entities, total) = caller.store().requests(state.as_ref()).await?;
    Ok(Json(Listing {
        total,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/requests")),
    }))
}
