//! `GET /oauth/consents/{id}/events`

use axum::extract::Path;
use axum::response::Response;

use crate::caller::Caller;
use crate::policy::DecideConsents;
use crate::problem::Answer;

/// Server-sent events named `changed`: the request may look different now. They carry nothing.
#[utoipa::path(
    get,
    path = "/oauth/consents/{id}/events",
    tag = "Consents",
    params(("id" = String, Path, description = "Id.")),
    responses((status = 200, description = "A stream.", content_type = "text/event-stream", body = String))
)]
pub async fn consent_events(
    caller: Caller<DecideConsents>,
    Path(id): Path<String>,
) -> Answer<Response> {
    let now = caller.clock().seconds();
    caller.store().consent(&id, caller.decider()?, now).await?;
    caller.store().bell().stream(&caller.identity().user.id)
}
