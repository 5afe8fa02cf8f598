//! `GET /oauth/requests`

use axum::Json;
use countersign_contract::{API_BASE, ApprovalRequest, ApprovalState, Listing};

use super::listing;
use crate::caller::Caller;
use crate::params::Params;
use crate::policy::ReadAuthorizations;
use crate::problem::{Answer, Problem};

/// Approval requests: open ones first, then the newest.
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
    let requests = caller.store().requests(state.as_ref()).await?;
    Ok(listing(requests, format!("{API_BASE}/oauth/requests")))
}
