//! `POST /oauth/token` (RFC 6749 section 3.2)

use axum::Json;
use axum::extract::Request;
use countersign_contract::{GrantType, OAuthClient, scope_rules};
use serde_json::{Value, json};

use super::client_auth::{Caller, authenticate};
use super::form::{self, value};
use crate::access::Protocol;
use crate::http::params::Params;
use crate::rules::oauth_error::OAuthError;
use crate::store::{Redemption, Tokens};

/// Tokens for a code with its PKCE verifier, for a refresh token, or for the client itself.
pub async fn token(protocol: Protocol, request: Request) -> Result<Json<Value>, OAuthError> {
    let (parts, body) = request.into_parts();
    let form = form::read(&parts.headers, body).await?;
    let grant = value(&form, "grant_type").ok_or(OAuthError::request("grant_type is missing."))?;
    let token = match grant {
        "authorization_code" => value(&form, "code"),
        "refresh_token" => value(&form, "refresh_token"),
        _ => None,
    };
    if let Some(token) = token {
        protocol.check_made_up(token).await?;
    }
    let Caller {
        client,
        confidential,
    } = authenticate(&protocol, &parts.headers, &form).await?;
    let tokens = match grant {
        "authorization_code" => counted(&protocol, redeem(&protocol, &client, &form).await)?,
        "refresh_token" => counted(&protocol, refresh(&protocol, &client, &form).await)?,
        // Whoever knows a public client's ID could be it (RFC 6749 section 4.4).
        "client_credentials" if !confidential => {
            registered_for(&client, &GrantType::ClientCredentials)?;
            return Err(OAuthError::InvalidClient);
        }
        "client_credentials" => for_itself(&protocol, &client, &form).await?,
        _ => {
            return Err(OAuthError::refused(
                "unsupported_grant_type",
                "Supported are authorization_code, refresh_token and client_credentials.",
            ));
        }
    };
    let mut answer = json!({
        "access_token": tokens.access,
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
        "scope": tokens.scope.join(" "),
    });
    if let Some(refresh) = tokens.refresh {
        answer["refresh_token"] = refresh.into();
    }
    Ok(Json(answer))
}

/// Counts a code or token that was never one against the network address that sent it. Whoever knows
/// a public client's ID can send some.
fn counted(protocol: &Protocol, issued: Result<Tokens, OAuthError>) -> Result<Tokens, OAuthError> {
    if matches!(issued, Err(OAuthError::MadeUp)) {
        protocol.doorway().count_made_up(protocol.peer());
    }
    issued
}

async fn redeem(
    protocol: &Protocol,
    client: &OAuthClient,
    form: &Params,
) -> Result<Tokens, OAuthError> {
    registered_for(client, &GrantType::Code)?;
    let needed = |name, why| value(form, name).ok_or(OAuthError::request(why));
    let redemption = Redemption {
        code: needed("code", "code is missing.")?,
        redirect_uri: needed("redirect_uri", "redirect_uri is missing.")?,
        verifier: needed("code_verifier", "code_verifier is missing.")?,
    };
    let author = protocol.author_client(client);
    let randomness = protocol.hand().randomness;
    let store = protocol.store();
    store.redeem(&redemption, randomness, &author).await
}

async fn refresh(
    protocol: &Protocol,
    client: &OAuthClient,
    form: &Params,
) -> Result<Tokens, OAuthError> {
    registered_for(client, &GrantType::Code)?;
    let token =
        value(form, "refresh_token").ok_or(OAuthError::request("refresh_token is missing."))?;
    let wanted = value(form, "scope").map(scope_rules::split);
    let author = protocol.author_client(client);
    let randomness = protocol.hand().randomness;
    let doorway = protocol.doorway();
    let try_refresh = |family: &str| doorway.try_refresh(family);
    let store = protocol.store();
    store
        .rotate(token, wanted.as_deref(), randomness, &author, try_refresh)
        .await
}

async fn for_itself(
    protocol: &Protocol,
    client: &OAuthClient,
    form: &Params,
) -> Result<Tokens, OAuthError> {
    registered_for(client, &GrantType::ClientCredentials)?;
    let wanted = value(form, "scope").map(scope_rules::split);
    let wanted = wanted.unwrap_or_else(|| client.scope.clone());
    if let Some(id) = wanted.iter().find(|id| !client.scope.contains(id)) {
        let why = "The client is not registered for the scope";
        return Err(OAuthError::scope(why, id));
    }
    let hand = protocol.hand();
    let store = protocol.store();
    store
        .issue_to_client(&client.id, &wanted, hand.randomness, hand.now)
        .await
}

fn registered_for(client: &OAuthClient, grant: &GrantType) -> Result<(), OAuthError> {
    if client.authorized_grant_type.as_ref() == Some(grant) {
        Ok(())
    } else {
        Err(OAuthError::refused(
            "unauthorized_client",
            "The client is not registered for this grant type.",
        ))
    }
}
