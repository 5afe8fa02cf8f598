//! OAuth scopes.

use serde::{Deserialize, Serialize};

open_enum! {
    /// Whether a scope can change data (feature `details`).
    Access {
        /// Reads only.
        Read = "read",
        /// Reads and changes.
        Write = "write",
    }
}

open_enum! {
    /// How much harm a scope can do (feature `details`). Ordered from low to high; a value that
    /// is not known sorts above high.
    Risk {
        /// Little harm.
        Low = "low",
        /// Some harm.
        Medium = "medium",
        /// Data of the whole organization, money, access, or people.
        High = "high",
    }
}

open_enum! {
    /// Whether the application works without a scope (feature `details`).
    Requirement {
        /// It does not work without it.
        Required = "required",
        /// It works with less.
        Optional = "optional",
    }
}

/// A scope with its texts in the language of the request (`Accept-Language`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OAuthScope {
    /// Scope id, for example `analytics:readonly`.
    pub id: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Feature `details`: short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Feature `details`: product area, in the language of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Feature `details`: reads or changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Feature `details`: how much harm it can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// Feature `details`: one sentence that says why it is of that risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_reason: Option<String>,
    /// Feature `details`: whether the application works without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Requirement>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}
