//! Refusals of who calls: nobody known, or somebody who may not.

use axum::http::{HeaderValue, StatusCode, header};
use countersign_contract::ErrorCode;

use super::Problem;

impl Problem {
    /// 401: no or dead session or token.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            ErrorCode::AuthenticationRequired,
            "No authentication bearer token or session, or it is not valid any more.",
        )
        .with_challenge("")
    }

    /// 401: the request carries a token, and it is dead or never was one (RFC 6750 section 3.1).
    pub fn invalid_token() -> Self {
        let mut problem = Self::unauthenticated();
        problem.headers.clear();
        problem.with_challenge(", error=\"invalid_token\"")
    }

    /// 403: the user lacks `permission`.
    pub fn missing_permission(permission: &str) -> Self {
        let template = "Unable to perform the requested action. You must have at least one of the following permissions assigned: [{permissions}]";
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::MissingAnyPermissions,
            template.replace("{permissions}", permission),
        )
        .with_params(template, &[("permissions", permission)])
        .with_challenge("")
    }

    /// 403: the token lacks all of `scopes`.
    pub fn missing_scope(scopes: &[&str]) -> Self {
        let template = "App not authorized to use scope [{scopes}]";
        let challenge = format!(
            ", error=\"insufficient_scope\", scope=\"{}\"",
            scopes.join(" ")
        );
        let scopes = scopes.join(", ");
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::AppNotAuthorizedForScope,
            template.replace("{scopes}", &scopes),
        )
        .with_params(template, &[("scopes", &scopes)])
        .with_challenge(&challenge)
    }

    /// 403: a write of a cookie session that did not come from our pages.
    pub fn cross_origin() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::CrossOriginRefused,
            "A change by a cookie session needs an Origin header equal to this server's origin and the header X-Requested-With: countersign.",
        )
    }

    /// 403: a write from a page that was made for another user than the session's.
    pub fn session_changed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::SessionChanged,
            "Somebody else has signed in since this page was loaded.",
        )
    }

    /// How a caller could do better: with another token (RFC 6750 section 3). `more` are parameters.
    fn with_challenge(self, more: &str) -> Self {
        let challenge = HeaderValue::from_str(&format!("Bearer realm=\"Countersign\"{more}"));
        let challenge = challenge.unwrap_or(HeaderValue::from_static("Bearer"));
        self.with_header(header::WWW_AUTHENTICATE, challenge)
    }
}
