//! `GET /oauth/authorizations`

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use countersign_contract::list::ListQuery;
use countersign_contract::{API_BASE, Listing, OAuthAuthorization, Paged};

use crate::caller::Caller;
use crate::params::{Params, with_uris};
use crate::policy::ReadAuthorizations;
use crate::problem::{Answer, Problem};

/// With one of these the answer is a page, without them it is the whole list.
const PAGING: [&str; 7] = [
    "name",
    "state",
    "risk",
    "sortBy",
    "sortOrder",
    "pageNumber",
    "pageSize",
];

/// Authorizations in every state. Without a paging parameter all of them (`{total, entities,
/// selfUri}`); with one, a page.
#[utoipa::path(
    get,
    path = "/oauth/authorizations",
    tag = "Authorizations",
    params(
        ("name" = Option<String>, Query, description = "Part of name or client ID, any case."),
        ("state" = Option<String>, Query, description = "Requested, Authorized or Revoked."),
        ("risk" = Option<String>, Query, description = "high, medium (or high), or low."),
        ("sortBy" = Option<String>, Query, description = "name, state, scopes, roles, dateModified, lastUsed or createdBy. Pending ones come first whatever the sort."),
        ("sortOrder" = Option<String>, Query, description = "asc or desc."),
        ("pageNumber" = Option<u32>, Query, description = "From 1."),
        ("pageSize" = Option<u32>, Query, description = "1 to 100.")
    ),
    responses((status = 200, description = "A page; or the whole list, which has no page fields.", body = Paged<OAuthAuthorization>))
)]
pub async fn list_authorizations(
    caller: Caller<ReadAuthorizations>,
    params: Params,
) -> Answer<Response> {
    if !params.iter().any(|(name, _)| PAGING.contains(&name)) {
        let entities = caller.store().authorizations().await?;
        return Ok(Json(Listing {
            total: entities.len() as u64,
            entities,
            self_uri: Some(path()),
        })
        .into_response());
    }
    Ok(Json(page_of_list(&caller, &params).await?).into_response())
}

/// A page of the list.
///
/// # Errors
/// 400 for parameters that are not allowed.
pub async fn page_of_list(
    caller: &Caller<ReadAuthorizations>,
    params: &Params,
) -> Answer<Paged<OAuthAuthorization>> {
    let query = ListQuery::from_params(params.iter()).map_err(Problem::query)?;
    let page = caller.store().list(&query).await?;
    Ok(with_uris(page, &path(), params))
}

fn path() -> String {
    format!("{API_BASE}/oauth/authorizations")
}
