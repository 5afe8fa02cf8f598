//! Roles of the organization.

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;

/// Permissions that a role grants, for example domain `oauth`, entity `client`, actions `[view]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PermissionPolicy {
    /// Domain; `*` allowed.
    #[serde(default, deserialize_with = "or_default")]
    pub domain: String,
    /// Entity; `*` allowed.
    #[serde(default, deserialize_with = "or_default")]
    pub entity_name: String,
    /// Actions; `*` allowed.
    #[serde(default, deserialize_with = "or_default")]
    pub action_set: Vec<String>,
}

/// A role (contract, DomainOrganizationRole).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DomainOrganizationRole {
    /// Role id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// What the role is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Id of the default role that this one is or comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role_id: Option<String>,
    /// What it permits.
    #[serde(default, deserialize_with = "or_default")]
    pub permission_policies: Vec<PermissionPolicy>,
    /// Members; absent unless asked for with `userCount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_count: Option<u32>,
    /// Whether it comes with the portal.
    #[serde(default, deserialize_with = "or_default")]
    pub default: bool,
    /// Whether it is the base of others.
    #[serde(default, deserialize_with = "or_default")]
    pub base: bool,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}
