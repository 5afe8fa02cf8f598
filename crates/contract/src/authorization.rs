//! Authorizations: which client may act in the organization, with which scopes, for which roles.

use serde::{Deserialize, Serialize};

use crate::OAuthClient;
use crate::serde_null::or_default;

open_enum! {
    /// State of an authorization (contract, OAuthAuthorization `state`).
    #[derive(Default)]
    AuthorizationState {
        /// A known client that nobody decided on; never in a list.
        #[default]
        Unauthorized = "Unauthorized",
        /// Users asked for it and an admin has to decide. Shown as *Pending*.
        Requested = "Requested",
        /// Approved by an admin, or built in and never narrowed.
        Authorized = "Authorized",
        /// Switched off for everybody, administrators included.
        Revoked = "Revoked",
    }
}

/// Reference to a person or another entity: `{id, name, selfUri}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EntityRef {
    /// Identifier of the entity.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// Name as stored; text from outside, to be shown isolated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Relative URI of the entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// What an organization decided about one client. The key is `client.id`; there is no `id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OAuthAuthorization {
    /// The client that this is about.
    pub client: OAuthClient,
    /// Scope ids that tokens of this client may carry.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Role ids whose members may use the client; empty means everyone.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<String>,
    /// Who owns the resources; the organization in the reference server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<EntityRef>,
    /// First decision or first request, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// Last change, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// Who decided or asked first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<EntityRef>,
    /// Who changed it last; who revoked it where `state` is `Revoked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_by: Option<EntityRef>,
    /// True while somebody waits for a decision.
    #[serde(default, deserialize_with = "or_default")]
    pub pending: bool,
    /// State; absent counts as `Unauthorized`, never as approved.
    #[serde(default, deserialize_with = "or_default")]
    pub state: AuthorizationState,
    /// Feature `details`: number of the newest version, 0 where nobody decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Feature `details`: note of the last change, at most [`crate::MAX_NOTE`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Feature `details`: last use of a token, ISO 8601 UTC; absent means never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<String>,
    /// Feature `details`: people who used it in the last 30 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_users30d: Option<u32>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Body of `PUT /oauth/authorizations/{clientId}`: what of an [`OAuthAuthorization`] counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationWrite {
    /// Scope ids to allow; required.
    pub scope: Vec<String>,
    /// Role ids that may use it; absent keeps the stored ones, empty means everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// Why, for the history; at most [`crate::MAX_NOTE`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
