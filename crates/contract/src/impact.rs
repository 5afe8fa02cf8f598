//! What a revoke or a change would do (contract row `impact`).

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;

/// How an application is used now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Access tokens that are alive.
    #[serde(default, deserialize_with = "or_default")]
    pub active_tokens: u32,
    /// People who used it in the last 30 days.
    #[serde(default, deserialize_with = "or_default")]
    pub active_users30d: u32,
    /// Last use of a token, ISO 8601 UTC; absent means never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<String>,
    /// Authorized scopes that no call needed in the last 30 days.
    #[serde(default, deserialize_with = "or_default")]
    pub unused_scopes: Vec<String>,
}

/// Body of `POST /oauth/authorizations/{clientId}/preview`: what would be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PreviewAsk {
    /// Scope ids.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Role ids; empty is everyone.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<String>,
}

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// People who could use it and can't now.
    #[serde(default, deserialize_with = "or_default")]
    pub users_gaining: u32,
    /// People who can use it and could not any more.
    #[serde(default, deserialize_with = "or_default")]
    pub users_losing: u32,
    /// Of those, people who used it in the last 30 days.
    #[serde(default, deserialize_with = "or_default")]
    pub active_users_losing: u32,
    /// Calls of the last 30 days that needed a scope that would be gone.
    #[serde(default, deserialize_with = "or_default")]
    pub calls_lost30d: u32,
}
