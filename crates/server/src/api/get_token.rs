//! `GET /tokens/me`

use axum::Json;
use countersign_contract::TokenInfo;

use crate::caller::Caller;
use crate::policy::Myself;
use crate::problem::Answer;

/// What the caller's token or session is. A browser session has no client and no scopes.
#[utoipa::path(
    get,
    path = "/tokens/me",
    tag = "Me",
    responses((status = 200, description = "The token.", body = TokenInfo))
)]
pub async fn get_token(caller: Caller<Myself>) -> Answer<Json<TokenInfo>> {
    let organization = caller.store().organization().await?;
    Ok(Json(TokenInfo {
        organization: Some(organization.clone()),
        home_organization: Some(organization),
        authorized_scope: caller.identity().scopes.clone().unwrap_or_default(),
        oauth_client: None,
    }))
}
