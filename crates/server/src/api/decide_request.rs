//! `POST /oauth/requests/{id}/decision`

use axum::Json;
use axum::extract::Path;
use countersign_contract::permission::AUTHORIZE_CLIENTS;
use countersign_contract::{ApprovalDecision, ApprovalRequest, ApprovalVerdict, MAX_ENTRIES};

use super::clean_note;
use crate::access::Caller;
use crate::access::policy::WriteRequests;
use crate::http::body::JsonBody;
use crate::problem::{Answer, Problem};

/// Answers an approval request. To approve, deny and block takes the permission to authorize
/// clients; only who asked can withdraw.
#[utoipa::path(
    post,
    path = "/oauth/requests/{id}/decision",
    tag = "Requests",
    params(("id" = String, Path, description = "Id.")),
    request_body = ApprovalVerdict,
    responses((status = 200, description = "The request as it is now.", body = ApprovalRequest))
)]
pub async fn decide_request(
    caller: Caller<WriteRequests>,
    Path(id): Path<String>,
    JsonBody(verdict): JsonBody<ApprovalVerdict>,
) -> Answer<Json<ApprovalRequest>> {
    let withdraws = verdict.decision == ApprovalDecision::Withdraw;
    if withdraws {
        let request = caller.store().request(&id).await?;
        let own = request.is_some_and(|request| request.user.id == caller.identity().user.id);
        if !own {
            return Err(Problem::not_found());
        }
    } else if !caller.may(AUTHORIZE_CLIENTS) {
        return Err(Problem::missing_permission(AUTHORIZE_CLIENTS));
    }
    let verdict = clean(verdict)?;
    let answered = caller
        .store()
        .answer(&id, &verdict, &caller.author())
        .await?;
    Ok(Json(answered))
}

fn clean(verdict: ApprovalVerdict) -> Answer<ApprovalVerdict> {
    let reason = clean_note(verdict.reason).map_err(|problem| problem.about("reason"))?;
    if !ApprovalDecision::KNOWN.contains(&verdict.decision) {
        let message = "The decision is approve, deny, block or withdraw.";
        return Err(Problem::field("decision", message));
    }
    let refuses = matches!(
        verdict.decision,
        ApprovalDecision::Deny | ApprovalDecision::Block
    );
    if refuses && reason.is_none() {
        let message = "The reason is missing; it is shown to the one who asked.";
        return Err(Problem::field("reason", message));
    }
    for (name, ids) in [("scope", &verdict.scope), ("roles", &verdict.roles)] {
        if ids.as_ref().is_some_and(|ids| ids.len() > MAX_ENTRIES) {
            return Err(Problem::field(name, "There are too many entries."));
        }
    }
    Ok(ApprovalVerdict { reason, ..verdict })
}
