//! States, kinds, grant types and risks in words.

use countersign_contract::{AuthorizationState, ClientKind, GrantType, Risk};

use crate::i18n::I18n;

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
