//! `POST /oauth/introspect` (RFC 7662)

use axum::Json;
use axum::extract::Request;
use serde_json::{Value, json};

use super::client_auth::authenticate;
use super::form::{self, value};
use crate::access::Protocol;
use crate::rules::oauth_error::OAuthError;

/// What a token of the client is worth now, for clients that can prove who they are. Of a token that is
/// dead, not there, or another client's it only says that it is not active.
pub async fn introspect(protocol: Protocol, request: Request) -> Result<Json<Value>, OAuthError> {
    let (parts, body) = request.into_parts();
    let form = form::read(&parts.headers, body).await?;
    let caller = authenticate(&protocol, &parts.headers, &form).await?;
    // Whoever knows a public client's ID could be it, and it would tell whose a found token is
    // (RFC 7662 section 2.1: the call must be authorized).
    if !caller.confidential {
        return Err(OAuthError::InvalidClient);
    }
    let client = caller.client;
    let token = value(&form, "token").ok_or(OAuthError::request("token is missing."))?;
    let live = protocol
        .store()
        .live_token(token, protocol.hand().now)
        .await?;
    let Some(live) = live.filter(|live| live.client_id == client.id) else {
        return Ok(Json(json!({ "active": false })));
    };
    Ok(Json(json!({
        "active": true,
        "client_id": live.client_id,
        "sub": live.user_id.as_deref().unwrap_or(&live.client_id),
        "scope": live.scope.join(" "),
        "iat": live.issued_at,
        "exp": live.expires_at,
        "iss": protocol.issuer(&parts.headers),
    })))
}
