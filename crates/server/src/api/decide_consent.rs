//! `POST /oauth/consents/{id}`

use axum::Json;
use axum::extract::Path;
use axum::http::HeaderMap;
use countersign_contract::{ConsentDecision, ConsentOutcome, Decision};

use super::consent_view::digest_of;
use crate::access::Caller;
use crate::access::policy::DecideConsents;
use crate::http::body::JsonBody;
use crate::problem::{Answer, Problem};
use crate::rules::back::{Back, DENIED, NOT_FOR_USER};
use crate::store::{Hand, Issued};

/// Decides, once. What was shown is what is granted: the digest has to be that of what is stored
/// now. The answer says where the browser goes.
#[utoipa::path(
    post,
    path = "/oauth/consents/{id}",
    tag = "Consents",
    params(("id" = String, Path, description = "Id.")),
    request_body = ConsentDecision,
    responses((status = 200, description = "Decided.", body = ConsentOutcome))
)]
pub async fn decide_consent(
    caller: Caller<DecideConsents>,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonBody(decision): JsonBody<ConsentDecision>,
) -> Answer<Json<ConsentOutcome>> {
    if !Decision::KNOWN.contains(&decision.decision) {
        return Err(Problem::field("decision", "The decision is allow or deny."));
    }
    let hand = Hand {
        randomness: caller.randomness(),
        now: caller.clock().seconds(),
    };
    let decider = caller.decider()?;
    caller.try_decision()?;
    let identity = caller.identity();
    let english = caller.languages().english();
    let shown = |consent: &_| digest_of(consent, identity, english);
    let (request, issued) = caller
        .store()
        .decide(&id, &decision, decider, &caller.author(), hand, shown)
        .await?;
    let back = Back {
        issuer: caller.origin().of(&headers),
        uri: request.redirect_uri,
        state: request.state,
    };
    let redirect_to = match (issued, decision.decision) {
        (Issued::Code(code), _) => back.with_code(&code),
        (Issued::Denied, Decision::Allow) => back.with_error(NOT_FOR_USER),
        (Issued::Denied, _) => back.with_error(DENIED),
    };
    Ok(Json(ConsentOutcome { redirect_to }))
}
