//! What users themselves allowed, and what they can launch (contract rows `grants`, `apps`).

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;
use crate::{EntityRef, OAuthClient};

/// A user's own consent to an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The application.
    pub client: OAuthClient,
    /// Who consented.
    #[serde(default, deserialize_with = "or_default")]
    pub user: EntityRef,
    /// Scope ids that the user allowed.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// First consent, ISO 8601 UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub date_created: String,
    /// Last consent, ISO 8601 UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub date_modified: String,
    /// Last use of a token of it, ISO 8601 UTC; absent means never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<String>,
    /// Whether the application can act for the user now: it is authorized, for a role of the user.
    #[serde(default, deserialize_with = "or_default")]
    pub active: bool,
}

/// An application that the signed-in user can launch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct App {
    /// The application.
    pub client: OAuthClient,
    /// Where it starts; absent where it has no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_uri: Option<String>,
}
