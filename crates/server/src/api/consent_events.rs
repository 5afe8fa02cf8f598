//! `GET /oauth/consents/{id}/events`

use axum::extract::Path;
use axum::response::Response;

use crate::access::Caller;
use crate::access::policy::DecideConsents;
use crate::bell::Topic;
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
    let store = caller.store();
    let consent = store.consent(&id, caller.decider()?, now).await?;
    caller.listen(Topic::Consent {
        client_id: consent.request.client_id,
        user_id: caller.identity().user.id.clone(),
    })
}
