//! `GET /tokens/me`

use axum::Json;
use countersign_contract::{TokenClient, TokenInfo};

use crate::access::Caller;
use crate::access::policy::Myself;
use crate::problem::Answer;

/// What the caller's token or session is. A browser session has no client and no scopes.
#[utoipa::path(
    get,
    path = "/tokens/me",
    tag = "Me",
    responses((status = 200, description = "The token.", body = TokenInfo))
)]
pub async fn get_token(caller: Caller<Myself>) -> Answer<Json<TokenInfo>> {
    let identity = caller.identity();
    let organization = caller.store().organization().await?;
    Ok(Json(TokenInfo {
        organization: Some(organization.clone()),
        home_organization: Some(organization),
        authorized_scope: identity.scopes.clone().unwrap_or_default(),
        oauth_client: identity.client.as_ref().map(|client| TokenClient {
            id: client.id.clone(),
            name: client.name.clone(),
            authorized_grant_type: client.authorized_grant_type.clone(),
            scope: client.scope.clone(),
        }),
    }))
}
