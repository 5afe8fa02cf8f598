//! `POST /oauth/revoke` (RFC 7009)

use axum::extract::Request;
use axum::http::StatusCode;

use super::client_auth::authenticate;
use super::form::{self, value};
use crate::access::Protocol;
use crate::rules::oauth_error::OAuthError;

/// Ends a token of the client. 200 also for a token that is not there, so that it can't be used to
/// find some; 5xx, never 200, where the store failed.
pub async fn revoke(protocol: Protocol, request: Request) -> Result<StatusCode, OAuthError> {
    let (parts, body) = request.into_parts();
    let form = form::read(&parts.headers, body).await?;
    let token = value(&form, "token").ok_or(OAuthError::request("token is missing."))?;
    protocol.check_made_up(token).await?;
    let client = authenticate(&protocol, &parts.headers, &form).await?.client;
    let author = protocol.author_client(&client);
    if !protocol.store().revoke_token(token, &author).await? {
        protocol.doorway().count_made_up(protocol.peer());
    }
    Ok(StatusCode::OK)
}
