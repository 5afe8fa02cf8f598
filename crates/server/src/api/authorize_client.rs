//! `PUT /oauth/authorizations/{clientId}`

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::list::unique;
use countersign_contract::{AuthorizationWrite, MAX_ENTRIES, OAuthAuthorization, scope_rules};

use super::{clean_note, tagged};
use crate::access::Caller;
use crate::access::policy::WriteAuthorizations;
use crate::http::body::JsonBody;
use crate::http::etag::IfMatch;
use crate::problem::{Answer, Problem};
use crate::store::Change;

/// Authorizes a client, or changes what it is authorized for. Of an OAuthAuthorization in the
/// body only `scope`, `roles` and `note` count.
#[utoipa::path(
    put,
    path = "/oauth/authorizations/{clientId}",
    tag = "Authorizations",
    params(
        ("clientId" = String, Path, description = "Client ID."),
        ("If-Match" = Option<String>, Header, description = "Tag of the version that was read; absent, the last write wins.")
    ),
    request_body = AuthorizationWrite,
    responses((status = 200, description = "The new state.", body = OAuthAuthorization,
        headers(("ETag" = String, description = "Tag of the new version."))))
)]
pub async fn authorize_client(
    caller: Caller<WriteAuthorizations>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    JsonBody(write): JsonBody<AuthorizationWrite>,
) -> Answer<Response> {
    let condition = IfMatch::read(&headers)?;
    let change = Change::Authorize(clean(write)?);
    let author = caller.author();
    let id = client_id.to_ascii_lowercase();
    let after = caller
        .store()
        .change(&id, &change, &condition, &author)
        .await?;
    Ok(tagged(after))
}

fn clean(write: AuthorizationWrite) -> Answer<AuthorizationWrite> {
    let scope = unique(&write.scope);
    if let Some(id) = scope.iter().find(|id| !scope_rules::is_valid_id(id)) {
        return Err(Problem::field("scope", format!("'{id}' is not a scope.")));
    }
    let roles = write.roles.as_deref().map(unique);
    let too_many = |ids: &[String]| ids.len() > MAX_ENTRIES;
    for (field, ids) in [
        ("scope", &scope),
        ("roles", roles.as_ref().unwrap_or(&Vec::new())),
    ] {
        if too_many(ids) {
            let message = format!("There are more than {MAX_ENTRIES} entries.");
            return Err(Problem::field(field, message));
        }
    }
    Ok(AuthorizationWrite {
        scope,
        roles,
        note: clean_note(write.note)?,
    })
}
