//! What a backend can do beyond the compatible part (`GET /oauth/capabilities`).

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;

open_enum! {
    /// An extension of the contract.
    Feature {
        /// Paging, filters and sort on the list of authorizations.
        Paging = "paging",
        /// More fields on authorizations, clients and scopes.
        Details = "details",
        /// `ETag` and `If-Match` on an authorization.
        Etag = "etag",
        /// Versions of an authorization, restore.
        Versions = "versions",
        /// What a revoke or a change would do.
        Impact = "impact",
        /// Consents of users.
        Grants = "grants",
        /// Approval requests.
        Requests = "requests",
        /// The consent screen.
        Consents = "consents",
        /// Launcher.
        Apps = "apps",
    }
}

/// Answer of `GET /oauth/capabilities`; a 404 means [`Capabilities::default`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// Version of the contract, `"1"`.
    #[serde(default, deserialize_with = "or_default")]
    pub contract: String,
    /// Announced features.
    #[serde(default, deserialize_with = "or_default")]
    pub features: Vec<Feature>,
}

impl Capabilities {
    /// Whether the backend announced `feature`.
    pub fn has(&self, feature: &Feature) -> bool {
        self.features.contains(feature)
    }
}
