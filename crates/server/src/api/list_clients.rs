//! `GET /oauth/clients`

use axum::Json;
use countersign_contract::permission::AUTHORIZE_CLIENTS;
use countersign_contract::{API_BASE, ClientKind, OAuthClient, Paged};

use crate::access::Caller;
use crate::access::policy::ReadClients;
use crate::http::params::{Params, with_uris};
use crate::problem::{Answer, Problem};
use crate::store::{ClientQuery, ClientSort};

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
    let page = params.page()?;
    let query = ClientQuery {
        name: params.get("name").unwrap_or_default().to_owned(),
        kind: params.get("kind").map(known_kind).transpose()?,
        sort_by: match params.get("sortBy") {
            None | Some("name") => ClientSort::Name,
            Some("dateCreated") => ClientSort::DateCreated,
            // The order would tell what the field is hidden for.
            Some("authorization") if may_see_state => ClientSort::Authorization,
            Some(_) => return Err(Problem::query("sortBy")),
        },
        order: params.order()?,
        skip: page.skip(),
        take: page.size,
    };
    let (mut clients, total) = caller.store().clients(&query).await?;
    if !may_see_state {
        for client in &mut clients {
            client.authorization_state = None;
        }
    }
    let path = format!("{API_BASE}/oauth/clients");
    Ok(Json(with_uris(page.of(clients, total), &path, &params)))
}

fn known_kind(text: &str) -> Answer<ClientKind> {
    let kind = ClientKind::from_wire(text);
    if ClientKind::KNOWN.contains(&kind) {
        Ok(kind)
    } else {
        Err(Problem::query("kind"))
    }
}
