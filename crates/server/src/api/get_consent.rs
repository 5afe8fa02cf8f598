//! `GET /oauth/consents/{id}`

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use countersign_contract::ConsentRequest;

use super::consent_view::{Shown, view};
use crate::access::Caller;
use crate::access::policy::DecideConsents;
use crate::languages::Language;
use crate::problem::Answer;

/// A consent request of this browser session, also after its decision. Another user's or
/// browser's is 403.
#[utoipa::path(
    get,
    path = "/oauth/consents/{id}",
    tag = "Consents",
    params(("id" = String, Path, description = "Id.")),
    responses((status = 200, description = "The request.", body = ConsentRequest))
)]
pub async fn get_consent(
    caller: Caller<DecideConsents>,
    Path(id): Path<String>,
    language: Arc<Language>,
) -> Answer<Json<ConsentRequest>> {
    let now = caller.clock().seconds();
    let consent = caller.store().consent(&id, caller.decider()?, now).await?;
    let shown = Shown {
        consent: &consent,
        identity: caller.identity(),
        language: &language,
        english: caller.languages().english(),
    };
    view(caller.store(), shown, now).await.map(Json)
}
