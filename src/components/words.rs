//! Errors, states and kinds in words. The one place that turns errors into sentences: what
//! happened, whether anything changed, what to do next.

use countersign_contract::{AuthorizationState, ClientKind, ErrorCode, GrantType, Risk};

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
/// [`ApiError::write_answer`].
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

/// State of an authorization in a list.
pub fn of_state(i18n: I18n, state: &AuthorizationState) -> String {
    match state {
        AuthorizationState::Authorized => t!(i18n, "state.approved"),
        AuthorizationState::Requested => t!(i18n, "state.pending"),
        AuthorizationState::Revoked => t!(i18n, "state.revoked"),
        AuthorizationState::Unauthorized => t!(i18n, "state.undecided"),
        AuthorizationState::Other(other) => other.clone(),
    }
}

/// Who made an application.
pub fn of_kind(i18n: I18n, kind: &ClientKind) -> String {
    match kind {
        ClientKind::BuiltIn => t!(i18n, "kind.built_in"),
        ClientKind::Internal => t!(i18n, "kind.internal"),
        ClientKind::External => t!(i18n, "kind.external"),
        ClientKind::Other(other) => other.clone(),
    }
}

/// How a client gets tokens.
pub fn of_grant(i18n: I18n, grant: &GrantType) -> String {
    match grant {
        GrantType::Code => t!(i18n, "grant.code"),
        GrantType::Token => t!(i18n, "grant.implicit"),
        GrantType::Saml2Bearer => t!(i18n, "grant.saml"),
        GrantType::Password => t!(i18n, "grant.password"),
        GrantType::ClientCredentials => t!(i18n, "grant.credentials"),
        GrantType::Other(other) => other.clone(),
    }
}

/// Risk of a scope.
pub fn of_risk(i18n: I18n, risk: &Risk) -> String {
    match risk {
        Risk::Low => t!(i18n, "risk.low"),
        Risk::Medium => t!(i18n, "risk.medium"),
        Risk::High | Risk::Other(_) => t!(i18n, "risk.high"),
    }
}
