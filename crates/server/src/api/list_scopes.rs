//! `GET /oauth/scopes`

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::{API_BASE, Listing, OAuthScope};

use crate::access::Caller;
use crate::access::policy::ReadScopes;
use crate::http::revalidated::revalidated;
use crate::languages::Language;
use crate::problem::Answer;

/// The catalogue of scopes, in the language of the request.
#[utoipa::path(
    get,
    path = "/oauth/scopes",
    tag = "Scopes",
    params(("Accept-Language" = Option<String>, Header, description = "Language of the texts: one that the server has, otherwise English.")),
    responses((status = 200, description = "All scopes.", body = Listing<OAuthScope>))
)]
pub async fn list_scopes(
    _: Caller<ReadScopes>,
    language: Arc<Language>,
    headers: HeaderMap,
) -> Answer<Response> {
    let entities: Vec<_> = language.scopes.values().cloned().collect();
    let listing = Listing {
        total: entities.len() as u64,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/scopes")),
    };
    revalidated(&listing, &language, &headers)
}
