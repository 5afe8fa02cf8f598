//! `GET /oauth/requests/events`

use axum::response::Response;

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::bell::Topic;
use crate::problem::Answer;

/// Server-sent events named `changed`: the list of requests may look different now. They carry
/// nothing.
#[utoipa::path(
    get,
    path = "/oauth/requests/events",
    tag = "Requests",
    responses((status = 200, description = "A stream.", content_type = "text/event-stream", body = String))
)]
pub async fn request_events(caller: Caller<ReadAuthorizations>) -> Answer<Response> {
    caller.listen(Topic::Requests)
}
