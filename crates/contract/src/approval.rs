//! Approval requests: a user asks an administrator for an application (contract row `requests`).

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;
use crate::{EntityRef, OAuthClient, RoleRef};

open_enum! {
    /// State of an approval request.
    #[derive(Default)]
    ApprovalState {
        /// Waits for an administrator.
        #[default]
        Open = "open",
        /// Approved.
        Approved = "approved",
        /// Denied, with a reason.
        Denied = "denied",
        /// Denied, and nobody can ask for this application again until it is authorized.
        Blocked = "blocked",
        /// Taken back by the one who asked.
        Withdrawn = "withdrawn",
    }
}

open_enum! {
    /// What an administrator decides about a request.
    ApprovalDecision {
        /// Authorize the application and close the request.
        Approve = "approve",
        /// Close it.
        Deny = "deny",
        /// Close it and every other one for the application, and take no more.
        Block = "block",
        /// By the one who asked: take it back.
        Withdraw = "withdraw",
    }
}

/// Somebody asks for an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalRequest {
    /// Id.
    pub id: String,
    /// The application.
    pub client: OAuthClient,
    /// Who asks.
    #[serde(default, deserialize_with = "or_default")]
    pub user: EntityRef,
    /// Roles of who asks.
    #[serde(default, deserialize_with = "or_default")]
    pub user_roles: Vec<RoleRef>,
    /// Scope ids that are asked for.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Why, in the words of who asks.
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
    /// State.
    #[serde(default, deserialize_with = "or_default")]
    pub state: ApprovalState,
    /// When it was asked, ISO 8601 UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub date_created: String,
    /// When it was decided or withdrawn, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_handled: Option<String>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<EntityRef>,
    /// What the administrator says to the one who asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// How many of the asked scopes were approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_scope: Option<Vec<String>>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Body of `POST /oauth/requests`. Asking again while a request is open replaces its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalAsk {
    /// Client ID.
    pub client_id: String,
    /// Scope ids; empty takes those that the client asks for.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Why; 1 to [`crate::MAX_NOTE`] characters.
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
    /// Consent request that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_id: Option<String>,
}

/// Body of `POST /oauth/requests/{id}/decision`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApprovalVerdict {
    /// The decision.
    pub decision: ApprovalDecision,
    /// Approve only: scope ids to authorize; absent takes the asked ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Vec<String>>,
    /// Approve only: role ids that may use it; absent keeps them, empty is everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// Shown to the one who asked; required to deny and to block, at most [`crate::MAX_NOTE`]
    /// characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
