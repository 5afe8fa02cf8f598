//! History of an authorization: every write is a version (contract row "Meaning").

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;
use crate::{AuthorizationState, EntityRef};

/// One version: what was true from `date` on, and who made it so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationVersion {
    /// Number, from 1.
    pub version: u32,
    /// When, ISO 8601 UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub date: String,
    /// Who; absent where the portal itself did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<EntityRef>,
    /// State since.
    #[serde(default, deserialize_with = "or_default")]
    pub state: AuthorizationState,
    /// Scope ids since.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Role ids since.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<String>,
    /// Note of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Correlation id of the request that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}
