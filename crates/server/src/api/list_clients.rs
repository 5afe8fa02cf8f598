//! `GET /oauth/clients`

use axum::Json;
use countersign_contract::list::{ClientQuery, ClientSort};
use countersign_contract::permission::AUTHORIZE_CLIENTS;
use countersign_contract::{API_BASE, OAuthClient, Paged};

use crate::access::Caller;
use crate::access::policy::ReadClients;
use crate::http::params::{Params, with_uris};
use crate::problem::{Answer, Problem};

/// OAuth clients, never with their secrets. The state of the authorization is there for callers
/// who may authorize clients.
#[utoipa::path(
    get,
    path = "/oauth/clients",
    tag = "Clients",
    params(
        ("name" = Option<String>, Query, description = "Part of name or client ID, any case."),
        ("kind" = Option<String>, Query, description = "builtIn, internal or external."),
        ("sortBy" = Option<String>, Query, description = "name, dateCreated, or authorization (only for callers who may authorize clients)."),
        ("sortOrder" = Option<String>, Query, description = "asc or desc."),
        ("pageNumber" = Option<u32>, Query, description = "From 1."),
        ("pageSize" = Option<u32>, Query, description = "1 to 100.")
    ),
    responses((status = 200, description = "A page of clients.", body = Paged<OAuthClient>))
)]
pub async fn list_clients(
    caller: Caller<ReadClients>,
    params: Params,
) -> Answer<Json<Paged<OAuthClient>>> {
    let may_see_state = caller.may(AUTHORIZE_CLIENTS);
    let query = ClientQuery::from_params(params.iter()).map_err(Problem::query)?;
    // The order would tell what the field is hidden for.
    if query.sort_by == ClientSort::Authorization && !may_see_state {
        return Err(Problem::query("sortBy"));
    }
    let (mut clients, total) = caller.store().clients(&query).await?;
    if !may_see_state {
        for client in &mut clients {
            client.authorization_state = None;
        }
    }
    let path = format!("{API_BASE}/oauth/clients");
    let page = Paged::of(clients, query.page_number, query.page_size, total);
    Ok(Json(with_uris(page, &path, &params)))
}
