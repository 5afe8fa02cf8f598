//! Refusals around consents and requests for approval.

use axum::http::StatusCode;
use countersign_contract::permission::AUTHORIZE_CLIENTS;
use countersign_contract::{Blocked, ErrorCode};

use super::Problem;

impl Problem {
    /// 403: a consent request of another user or browser.
    pub fn consent_not_yours() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::ConsentNotYours,
            "This request was started by somebody else or in another browser.",
        )
    }

    /// 403: the user can't decide a consent request.
    pub fn consent_blocked(blocked: &Blocked) -> Self {
        match blocked {
            Blocked::Role => Self::new(
                StatusCode::FORBIDDEN,
                ErrorCode::MissingAnyPermissions,
                "The application is authorized for roles that you do not have.",
            ),
            _ => Self::missing_permission(AUTHORIZE_CLIENTS),
        }
    }

    /// 409: what was shown is not what would be granted now.
    pub fn consent_changed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentChanged,
            "The request changed since it was shown. Nothing was granted.",
        )
    }

    /// 409: decided before.
    pub fn consent_decided() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentAlreadyDecided,
            "The request was decided before.",
        )
    }

    /// 409: too late.
    pub fn consent_expired() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentExpired,
            "The request has expired. Nothing was granted.",
        )
    }

    /// 409: an approval request that was answered before.
    pub fn request_handled() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::RequestAlreadyHandled,
            "The request was handled before. Nothing was changed.",
        )
    }

    /// 409: administrators take no requests for the application.
    pub fn application_blocked() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ApplicationBlocked,
            "The administrators blocked this application.",
        )
    }
}
