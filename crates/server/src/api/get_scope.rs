//! `GET /oauth/scopes/{scopeId}`

use std::sync::Arc;

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::OAuthScope;

use crate::access::Caller;
use crate::access::policy::ReadScopes;
use crate::http::revalidated::revalidated;
use crate::languages::Language;
use crate::problem::{Answer, Problem};

/// A scope, in the language of the request.
#[utoipa::path(
    get,
    path = "/oauth/scopes/{scopeId}",
    tag = "Scopes",
    params(
        ("scopeId" = String, Path, description = "Scope id."),
        ("Accept-Language" = Option<String>, Header, description = "Language of the texts: one that the server has, otherwise English.")
    ),
    responses((status = 200, description = "The scope.", body = OAuthScope))
)]
pub async fn get_scope(
    _: Caller<ReadScopes>,
    Path(id): Path<String>,
    language: Arc<Language>,
    headers: HeaderMap,
) -> Answer<Response> {
    let scope = language.scopes.get(&id).ok_or_else(Problem::not_found)?;
    revalidated(scope, &language, &headers)
}
