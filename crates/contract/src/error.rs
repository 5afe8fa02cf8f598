//! Errors: always a body, with a code of a closed set (contract row "Errors").

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::OAuthAuthorization;
use crate::serde_null::or_default;

open_enum! {
    /// Code of an error.
    ErrorCode {
        /// 400, the request makes no sense.
        BadRequest = "bad.request",
        /// 400, a field has a wrong value.
        InvalidValue = "invalid.value",
        /// 400, a query parameter has a wrong value.
        InvalidQueryParamValue = "invalid.query.param.value",
        /// 400 or 422, fields break a rule; see `details`.
        ConstraintValidation = "constraint.validation",
        /// 401, no or dead session or token.
        AuthenticationRequired = "authentication.required",
        /// 401, wrong name or password, or wrong client secret.
        BadCredentials = "bad.credentials",
        /// 403, the user lacks a permission.
        MissingAnyPermissions = "missing.any.permissions",
        /// 403, the token lacks a scope.
        AppNotAuthorizedForScope = "app.not.authorized.for.scope",
        /// 403, a write of a cookie session without our origin or header.
        CrossOriginRefused = "cross.origin.refused",
        /// 403, a write from a page of another user than the session's ([`crate::USER_HEADER`]).
        SessionChanged = "session.changed",
        /// 403, a consent request of another user or browser.
        ConsentNotYours = "consent.not.yours",
        /// 404, no such thing.
        NotFound = "not.found",
        /// 404, no such client; `messageParams` has `name` and `dateDeleted` if it was deleted.
        ClientNotFound = "client.not.found",
        /// 405, wrong method.
        MethodNotAllowed = "method.not.allowed",
        /// 409, it clashes with what is stored.
        RequestConflict = "request.conflict",
        /// 409, client, scopes, redirect or user differ from what the consent screen showed.
        ConsentChanged = "consent.changed",
        /// 409, the consent request was decided before.
        ConsentAlreadyDecided = "consent.already.decided",
        /// 409, the consent request ended undecided.
        ConsentExpired = "consent.expired",
        /// 409, the approval request was handled before.
        RequestAlreadyHandled = "request.already.handled",
        /// 409, administrators blocked the application: nobody can ask for it.
        ApplicationBlocked = "application.blocked",
        /// 412, somebody else was first; `current` has what is stored now.
        PreconditionFailed = "precondition.failed",
        /// 413, body too large.
        RequestTooLarge = "request.too.large",
        /// 415, not JSON.
        UnsupportedMediaType = "unsupported.media.type",
        /// 429, see the header `Retry-After`.
        TooManyRequests = "too.many.requests.retry.after",
        /// 500, a fault of the server.
        InternalServerError = "internal.server.error",
        /// 503, not ready.
        ServiceUnavailable = "service.unavailable",
    }
}

impl Default for ErrorCode {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetail {
    /// Code of the rule.
    #[serde(default, deserialize_with = "or_default")]
    pub error_code: String,
    /// Name of the field in the body or of the query parameter.
    #[serde(default, deserialize_with = "or_default")]
    pub field_name: String,
}

/// Body of every error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// English sentence for developers; the component shows its own words.
    #[serde(default, deserialize_with = "or_default")]
    pub message: String,
    /// Code.
    #[serde(default, deserialize_with = "or_default")]
    pub code: ErrorCode,
    /// HTTP status.
    #[serde(default, deserialize_with = "or_default")]
    pub status: u16,
    /// Id of the request, equal to the header [`crate::CORRELATION_HEADER`].
    #[serde(default, deserialize_with = "or_default")]
    pub context_id: String,
    /// Message with `{name}` places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_with_params: Option<String>,
    /// Values of the places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_params: Option<BTreeMap<String, String>>,
    /// What is wrong by field.
    #[serde(default, deserialize_with = "or_default")]
    pub details: Vec<ErrorDetail>,
    /// Errors of parts; always empty in the reference server.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub errors: Vec<Self>,
    /// With 412: what is stored now (feature `etag`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<OAuthAuthorization>>,
}
