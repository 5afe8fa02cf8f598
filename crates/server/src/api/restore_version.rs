//! `POST /oauth/authorizations/{clientId}/versions/{version}/restore`

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::OAuthAuthorization;

use super::tagged;
use crate::access::Caller;
use crate::access::policy::WriteAuthorizations;
use crate::http::etag::IfMatch;
use crate::problem::{Answer, Problem};
use crate::store::Change;

/// What held since a version holds again, as a new version. Also the undo of a revoke: consents
/// of users hold again, tokens stay dead.
#[utoipa::path(
    post,
    path = "/oauth/authorizations/{clientId}/versions/{version}/restore",
    tag = "Authorizations",
    params(
        ("clientId" = String, Path, description = "Client ID."),
        ("version" = u32, Path, description = "Number of the version."),
        ("If-Match" = Option<String>, Header, description = "Tag of the version that was read; absent, the last write wins.")
    ),
    responses((status = 200, description = "The new state.", body = OAuthAuthorization,
        headers(("ETag" = String, description = "Tag of the new version."))))
)]
pub async fn restore_version(
    caller: Caller<WriteAuthorizations>,
    Path((client_id, version)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let version = version.parse().map_err(|_| Problem::not_found())?;
    let condition = IfMatch::read(&headers)?;
    let id = client_id.to_ascii_lowercase();
    let author = caller.author();
    let change = Change::Restore(version);
    let after = caller
        .store()
        .change(&id, &change, &condition, &author)
        .await?;
    Ok(tagged(after))
}
