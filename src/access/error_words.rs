//! Errors in words. The one place that turns errors into sentences: what happened, whether anything
//! changed, what to do next.

use countersign_contract::ErrorCode;

use crate::api::{ApiError, Refusal};
use crate::i18n::I18n;

/// What happened when a read failed, and that nothing changed.
pub fn of_failed_read(i18n: I18n, error: &ApiError) -> String {
    match error {
        ApiError::Refused(refusal) => match refusal.code {
            ErrorCode::AuthenticationRequired => t!(i18n, "error.signed_out"),
            ErrorCode::TooManyRequests => t!(i18n, "error.busy"),
            ErrorCode::MissingAnyPermissions | ErrorCode::AppNotAuthorizedForScope => {
                t!(i18n, "error.forbidden")
            }
            ErrorCode::NotFound | ErrorCode::ClientNotFound => t!(i18n, "error.gone"),
            _ => t!(i18n, "error.server", status = refusal.status.to_string()),
        },
        ApiError::Unreadable { status, .. } => {
            t!(i18n, "error.unreadable", status = status.to_string())
        }
        ApiError::Unreachable => t!(i18n, "error.unreachable"),
        ApiError::Cancelled => t!(i18n, "error.cancelled"),
    }
}

/// What happened when a write was refused: nothing was changed. For an unknown outcome see
/// [`ApiError::outcome_unknown`].
pub fn of_refused_write(i18n: I18n, refusal: &Refusal) -> String {
    match refusal.code {
        _ if refusal.renewed => t!(i18n, "save.renewed"),
        ErrorCode::AuthenticationRequired | ErrorCode::BadCredentials => {
            t!(i18n, "save.signed_out")
        }
        ErrorCode::MissingAnyPermissions | ErrorCode::AppNotAuthorizedForScope => {
            t!(i18n, "save.forbidden")
        }
        ErrorCode::CrossOriginRefused => t!(i18n, "save.cross_origin"),
        ErrorCode::SessionChanged => t!(i18n, "save.other_user"),
        ErrorCode::NotFound | ErrorCode::ClientNotFound => t!(i18n, "save.gone"),
        ErrorCode::RequestConflict => t!(i18n, "save.conflict"),
        ErrorCode::RequestAlreadyHandled => t!(i18n, "save.handled"),
        ErrorCode::PreconditionFailed => t!(i18n, "save.stale"),
        ErrorCode::TooManyRequests => {
            t!(i18n, "save.busy", count = refusal.retry_after.unwrap_or(1))
        }
        ErrorCode::RequestTooLarge => t!(i18n, "save.too_large"),
        ErrorCode::BadRequest
        | ErrorCode::InvalidValue
        | ErrorCode::InvalidQueryParamValue
        | ErrorCode::ConstraintValidation
        | ErrorCode::UnsupportedMediaType
        | ErrorCode::MethodNotAllowed
        | ErrorCode::ConsentNotYours
        | ErrorCode::ConsentChanged
        | ErrorCode::ConsentAlreadyDecided
        | ErrorCode::ConsentExpired
        | ErrorCode::ApplicationBlocked
        | ErrorCode::InternalServerError
        | ErrorCode::ServiceUnavailable
        | ErrorCode::Other(_) => by_field(i18n, refusal),
    }
}

fn by_field(i18n: I18n, refusal: &Refusal) -> String {
    let field = refusal.details.first().map(|detail| {
        detail
            .field_name
            .split(['.', '['])
            .next()
            .unwrap_or_default()
    });
    match field {
        Some("scope") => t!(i18n, "save.field_scope"),
        Some("roles") => t!(i18n, "save.field_roles"),
        Some("note") => t!(i18n, "save.field_note"),
        _ => t!(i18n, "save.refused", status = refusal.status.to_string()),
    }
}
