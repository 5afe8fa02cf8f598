//! `GET /oauth/scopes/{scopeId}`

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::OAuthScope;

use crate::caller::Caller;
use crate::language::Lang;
use crate::policy::ReadScopes;
use crate::problem::{Answer, Problem};
use crate::revalidated::revalidated;
use crate::store::localized;

/// A scope, in the language of the request.
#[utoipa::path(
    get,
    path = "/oauth/scopes/{scopeId}",
    tag = "Scopes",
    params(
        ("scopeId" = String, Path, description = "Scope id."),
        ("Accept-Language" = Option<String>, Header, description = "Language of the texts: English or French.")
    ),
    responses((status = 200, description = "The scope.", body = OAuthScope))
)]
pub async fn get_scope(
    _: Caller<ReadScopes>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let lang = Lang::of(&headers);
    let scope = localized(lang).get(&id).ok_or_else(Problem::not_found)?;
    revalidated(scope, lang, &headers)
}
