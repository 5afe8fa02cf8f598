//! `GET /oauth/authorizations`

use std::io;

use axum::Json;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use countersign_contract::list::ListQuery;
use countersign_contract::{API_BASE, OAuthAuthorization, Paged};
use futures_util::stream::{StreamExt as _, unfold};

use crate::access::Caller;
use crate::access::policy::ReadAuthorizations;
use crate::http::params::{Params, with_uris};
use crate::problem::{Answer, Problem};
use crate::store::{ListPlace, Store};

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
        return whole_list(caller.store().clone()).await;
    }
    Ok(Json(page_of_list(&caller, &params).await?).into_response())
}

/// The whole list, written as it is read. Where the store fails in the middle, the answer breaks off
/// and is no JSON, so that nobody takes the part for the whole.
async fn whole_list(store: Store) -> Answer<Response> {
    let mut place = ListPlace::default();
    // The first piece comes before the status is sent.
    let first = store.authorizations_after(&mut place).await?;
    let state = Some((store, place, first, 0_u64));
    let pieces = unfold(state, |state| async {
        let (store, mut place, piece, before) = state?;
        let total = before + piece.len() as u64;
        let written = match write_piece(&piece, before, total) {
            Ok(written) => written,
            Err(problem) => return Some((Err(broken(&problem)), None)),
        };
        if piece.is_empty() {
            return Some((Ok(written), None));
        }
        match store.authorizations_after(&mut place).await {
            Ok(next) => Some((Ok(written), Some((store, place, next, total)))),
            Err(problem) => Some((Err(broken(&problem)), None)),
        }
    });
    let json = [(header::CONTENT_TYPE, "application/json")];
    // What compresses the answer asks once more after its end.
    Ok((json, Body::from_stream(pieces.fuse())).into_response())
}

/// The text of a piece; an empty one is the end of the list.
fn write_piece(piece: &[OAuthAuthorization], before: u64, total: u64) -> Answer<String> {
    let mut text = String::new();
    for (at, one) in (before..).zip(piece) {
        text.push_str(if at == 0 { "{\"entities\":[" } else { "," });
        text.push_str(&serde_json::to_string(one)?);
    }
    if piece.is_empty() {
        text.push_str(if before == 0 { "{\"entities\":[" } else { "" });
        let self_uri = serde_json::to_string(&path())?;
        let end = [
            "],\"total\":",
            &total.to_string(),
            ",\"selfUri\":",
            &self_uri,
            "}",
        ];
        text.push_str(&end.concat());
    }
    Ok(text)
}

fn broken(problem: &Problem) -> io::Error {
    io::Error::other(format!("the list broke off: {}", problem.code()))
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
