//! `GET /oauth/requests/{id}`

use axum::Json;
use axum::extract::Path;
use countersign_contract::ApprovalRequest;
use countersign_contract::permission::AUTHORIZE_CLIENTS;

use super::face;
use crate::access::Caller;
use crate::access::policy::ReadOwn;
use crate::problem::{Answer, Problem};

/// An approval request, for who asked and for administrators. To others it is not there.
#[utoipa::path(
    get,
    path = "/oauth/requests/{id}",
    tag = "Requests",
    params(("id" = String, Path, description = "Id.")),
    responses((status = 200, description = "The request.", body = ApprovalRequest))
)]
pub async fn get_request(
    caller: Caller<ReadOwn>,
    Path(id): Path<String>,
) -> Answer<Json<ApprovalRequest>> {
    let request = caller.store().request(&id).await?;
    let own = |request: &ApprovalRequest| request.user.id == caller.identity().user.id;
    let mut request = request
        .filter(|request| own(request) || caller.may(AUTHORIZE_CLIENTS))
        .ok_or_else(Problem::not_found)?;
    if !caller.may(AUTHORIZE_CLIENTS) {
        request.client = face(request.client);
    }
    Ok(Json(request))
}
