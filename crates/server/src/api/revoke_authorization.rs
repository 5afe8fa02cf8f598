//! `DELETE /oauth/authorizations/{clientId}`

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::clean_note;
use crate::access::Caller;
use crate::access::policy::WriteAuthorizations;
use crate::http::body::OptionalJsonBody;
use crate::http::etag::{IfMatch, etag};
use crate::problem::Answer;
use crate::store::Change;

/// Body of a revoke; may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct RevokeNote {
    /// Why, for the history.
    #[serde(default)]
    note: Option<String>,
}

/// Revokes: nobody can use the client any more, administrators included. Revoking what is revoked
/// changes nothing.
#[utoipa::path(
    delete,
    path = "/oauth/authorizations/{clientId}",
    tag = "Authorizations",
    params(
        ("clientId" = String, Path, description = "Client ID."),
        ("If-Match" = Option<String>, Header, description = "Tag of the version that was read; absent, the last write wins.")
    ),
    request_body(content = Option<RevokeNote>, description = "Why; optional."),
    responses((status = 204, description = "The state is Revoked.",
        headers(("ETag" = String, description = "Tag of the version that holds now."))))
)]
pub async fn revoke_authorization(
    caller: Caller<WriteAuthorizations>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    OptionalJsonBody(body): OptionalJsonBody<RevokeNote>,
) -> Answer<Response> {
    let condition = IfMatch::read(&headers)?;
    let note = clean_note(body.unwrap_or_default().note)?;
    let author = caller.author();
    let id = client_id.to_ascii_lowercase();
    let change = Change::Revoke { note };
    let after = caller
        .store()
        .change(&id, &change, &condition, &author)
        .await?;
    // So that an undo can say what it undoes.
    let tag = [(header::ETAG, etag(&after))];
    Ok((StatusCode::NO_CONTENT, tag).into_response())
}
