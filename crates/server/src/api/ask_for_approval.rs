//! `POST /oauth/requests`

use axum::Json;
use axum::http::StatusCode;
use countersign_contract::{ApprovalAsk, ApprovalRequest, MAX_ENTRIES, scope_rules};

use super::{clean_note, face};
use crate::access::Caller;
use crate::access::policy::WriteRequests;
use crate::http::body::JsonBody;
use crate::problem::{Answer, Problem};

/// Asks an administrator for an application. While a request is open, asking again replaces its
/// reason. A consent request that it comes from has to be of this session.
#[utoipa::path(
    post,
    path = "/oauth/requests",
    tag = "Requests",
    request_body = ApprovalAsk,
    responses(
        (status = 201, description = "Asked.", body = ApprovalRequest),
        (status = 200, description = "Was asked before; the reason is replaced.", body = ApprovalRequest)
    )
)]
pub async fn ask_for_approval(
    caller: Caller<WriteRequests>,
    JsonBody(mut ask): JsonBody<ApprovalAsk>,
) -> Answer<(StatusCode, Json<ApprovalRequest>)> {
    if caller.identity().for_itself {
        let message = "A client that acts for itself has nobody to ask for.";
        return Err(Problem::bad_request(message));
    }
    let reason = clean_note(Some(ask.reason)).map_err(|problem| problem.about("reason"))?;
    ask.reason = reason.ok_or_else(|| Problem::field("reason", "The reason is missing."))?;
    ask.client_id = ask.client_id.to_ascii_lowercase();
    if ask.scope.len() > MAX_ENTRIES {
        return Err(Problem::field("scope", "There are too many scopes."));
    }
    if let Some(id) = ask.scope.iter().find(|id| !scope_rules::is_valid_id(id)) {
        return Err(Problem::field("scope", format!("'{id}' is not a scope.")));
    }
    // What the client asked for just now may go beyond what it is registered for.
    let mut known = Vec::new();
    if let Some(consent) = &ask.consent_id {
        let now = caller.clock().seconds();
        let store = caller.store();
        let consent = store.consent(consent, caller.decider()?, now).await?;
        if consent.request.client_id == ask.client_id {
            known = consent.request.scope;
        }
    }
    caller.try_decision()?;
    let doorway = caller.doorway();
    doorway
        .try_ask(&caller.identity().user.id)
        .map_err(Problem::too_many)?;
    let id = caller.randomness().uuid();
    let (mut asked, is_new) = caller
        .store()
        .ask(&ask, &known, id, caller.identity(), &caller.author())
        .await?;
    asked.client = face(asked.client);
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(asked)))
}
