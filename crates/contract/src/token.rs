//! What a caller's token or session is (`GET /tokens/me`).

use serde::{Deserialize, Serialize};

use crate::GrantType;
use crate::serde_null::or_default;
use crate::user::Organization;

/// The client that a token was issued to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenClient {
    /// Client ID.
    pub id: String,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it gets tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorized_grant_type: Option<GrantType>,
    /// Scope ids that it asks for.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
}

/// Answer of `GET /tokens/me`. `OAuthClient` is spelled with a capital O and A.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    /// Organization that the token acts in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Organization that the user belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_organization: Option<Organization>,
    /// Granted scope ids; empty for a browser session, which is not limited by scopes.
    #[serde(default, deserialize_with = "or_default")]
    pub authorized_scope: Vec<String>,
    /// The client; absent for a browser session.
    #[serde(
        rename = "OAuthClient",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub oauth_client: Option<TokenClient>,
}
