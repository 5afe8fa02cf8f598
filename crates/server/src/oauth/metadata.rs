//! `GET /.well-known/oauth-authorization-server` (RFC 8414)

use axum::Json;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::access::Protocol;
use crate::catalogue::catalogue_ids;

/// What this server can do. A test does all of it.
pub async fn metadata(protocol: Protocol, headers: HeaderMap) -> Json<Value> {
    let issuer = protocol.issuer(&headers);
    let at = |path| format!("{issuer}{path}");
    let client_auth = ["none", "client_secret_basic", "client_secret_post"];
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "introspection_endpoint": at("/oauth/introspect"),
        "scopes_supported": catalogue_ids(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": client_auth,
        "revocation_endpoint_auth_methods_supported": client_auth,
        "introspection_endpoint_auth_methods_supported": client_auth[1..],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent"],
        "authorization_response_iss_parameter_supported": true,
    }))
}
