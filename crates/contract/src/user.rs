//! The signed-in user.

use serde::{Deserialize, Serialize};

use crate::permission;
use crate::serde_null::or_default;

/// Role of a user by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoleRef {
    /// Role id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
}

/// What a user may do (`expand=authorization`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserAuthorization {
    /// Roles.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<RoleRef>,
    /// Permission strings, see [`crate::permission`].
    #[serde(default, deserialize_with = "or_default")]
    pub permissions: Vec<String>,
}

/// The organization (`expand=organization`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Organization id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
}

/// Answer of `GET /users/me`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserMe {
    /// User id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Only with `expand=authorization`; absent means not known, not "nothing".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<UserAuthorization>,
    /// Only with `expand=organization`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

impl UserMe {
    /// Whether the user holds `permission`; `None` where the answer did not say.
    pub fn may(&self, permission: &str) -> Option<bool> {
        self.authorization
            .as_ref()
            .map(|authorization| permission::any(&authorization.permissions, permission))
    }
}
