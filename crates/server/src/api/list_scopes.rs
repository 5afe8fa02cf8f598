//! `GET /oauth/scopes`

use axum::http::HeaderMap;
use axum::response::Response;
use countersign_contract::{API_BASE, Listing, OAuthScope};

use crate::caller::Caller;
use crate::language::Lang;
use crate::policy::ReadScopes;
use crate::problem::Answer;
use crate::revalidated::revalidated;
use crate::store::localized;

/// The catalogue of scopes, in the language of the request.
#[utoipa::path(
    get,
    path = "/oauth/scopes",
    tag = "Scopes",
    params(("Accept-Language" = Option<String>, Header, description = "Language of the texts: English or French.")),
    responses((status = 200, description = "All scopes.", body = Listing<OAuthScope>))
)]
pub async fn list_scopes(_: Caller<ReadScopes>, headers: HeaderMap) -> Answer<Response> {
    let lang = Lang::of(&headers);
    let entities: Vec<_> = localized(lang).values().cloned().collect();
    let listing = Listing {
        total: entities.len() as u64,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/scopes")),
    };
    revalidated(&listing, lang, &headers)
}
