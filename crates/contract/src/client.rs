//! OAuth clients as registered with the portal.

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;

open_enum! {
    /// How a client gets its tokens (contract, OAuthClient `authorizedGrantType`).
    GrantType {
        /// Authorization code, RFC 6749 section 4.1.
        Code = "CODE",
        /// Implicit, RFC 6749 section 4.2; listed, never issued by the reference server.
        Token = "TOKEN",
        /// SAML 2.0 bearer assertion, RFC 7522.
        Saml2Bearer = "SAML2-BEARER",
        /// Resource owner password, RFC 6749 section 4.3; listed, never issued.
        Password = "PASSWORD",
        /// Client credentials, RFC 6749 section 4.4.
        ClientCredentials = "CLIENT-CREDENTIALS",
    }
}

open_enum! {
    /// Whether a client can be used at all (contract, OAuthClient `state`).
    ClientState {
        /// Usable.
        Active = "active",
        /// Switched off by an admin of the client.
        Disabled = "disabled",
        /// Not usable any more, for example deleted.
        Inactive = "inactive",
    }
}

open_enum! {
    /// Who made a client (feature `details`).
    ClientKind {
        /// Part of the portal.
        BuiltIn = "builtIn",
        /// Made inside the organization.
        Internal = "internal",
        /// Made by somebody else.
        External = "external",
    }
}

/// Who publishes a client (feature `details`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Publisher {
    /// Name; text from outside.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Domain that the publisher claims, without scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Whether the portal checked the claim; absent is not verified.
    #[serde(default, deserialize_with = "or_default")]
    pub verified: bool,
}

/// Role in a division that a client-credentials client acts with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoleDivision {
    /// Role id.
    #[serde(default, deserialize_with = "or_default")]
    pub role_id: String,
    /// Division id; `*` for all.
    #[serde(default, deserialize_with = "or_default")]
    pub division_id: String,
}

/// An OAuth client, never with its secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OAuthClient {
    /// Client ID, a UUID in lower case.
    pub id: String,
    /// Name; text from outside, possibly hostile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for; text from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Redirect URIs, compared as exact strings (RFC 9700 section 4.1.3).
    #[serde(default, deserialize_with = "or_default")]
    pub registered_redirect_uri: Vec<String>,
    /// Scope ids that the client asks for.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// How it gets tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorized_grant_type: Option<GrantType>,
    /// Life of an access token in seconds, 300 to 172800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_validity_seconds: Option<u32>,
    /// Roles of a client-credentials client.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub role_divisions: Vec<RoleDivision>,
    /// Whether it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ClientState>,
    /// Registration, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// Last change of the registration, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// Feature `details`: who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
    /// Feature `details`: who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ClientKind>,
    /// Feature `details`: trusted part of the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_party: Option<bool>,
    /// Feature `details`: homepage; shown only if https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homepage_uri: Option<String>,
    /// Feature `details`: privacy policy; shown only if https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_uri: Option<String>,
    /// Feature `details`: terms of service; shown only if https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_uri: Option<String>,
    /// Feature `apps`: where a sign-in is started (`initiate_login_uri` of OpenID Connect); the
    /// homepage where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// Feature `details`: logo; never loaded by the browser from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Feature `details`, list of clients only: state of the authorization, for callers that may
    /// know it (`oauth:client:authorize`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_state: Option<crate::AuthorizationState>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

impl OAuthClient {
    /// The name, or the client ID where there is none.
    pub fn display_name(&self) -> &str {
        match self.name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => name,
            _ => &self.id,
        }
    }
}
