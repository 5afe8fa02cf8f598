//! The way back to the client, with a code or an error (RFC 6749 sections 4.1.2 and 4.1.2.1).

use std::borrow::Cow;

use super::redirect::with_params;

/// An error for the client: a registered code and an English sentence.
pub type Refusal = (&'static str, Cow<'static, str>);

/// The way back to the client.
#[derive(Clone, Debug)]
pub struct Back {
    /// Our issuer identifier (RFC 9207).
    pub issuer: String,
    /// A registered redirect URI.
    pub uri: String,
    /// The client's `state`.
    pub state: Option<String>,
}

impl Back {
    /// Address with a code.
    pub fn with_code(&self, code: &str) -> String {
        self.with(&[("code", code)])
    }

    /// Address with an error.
    pub fn with_error(&self, (error, description): Refusal) -> String {
        self.with(&[("error", error), ("error_description", &description)])
    }

    fn with(&self, params: &[(&str, &str)]) -> String {
        let state = self.state.iter().map(|state| ("state", state.as_str()));
        let issuer = [("iss", self.issuer.as_str())];
        let all: Vec<_> = params.iter().copied().chain(state).chain(issuer).collect();
        with_params(&self.uri, &all)
    }
}

/// What the user told the client by denying.
pub const DENIED: Refusal = refusal("access_denied", "The user denied the request.");
/// The organization allows the client now, but not for this user.
pub const NOT_FOR_USER: Refusal = refusal(
    "access_denied",
    "The application was authorized, for roles that the user does not have.",
);

/// A refusal with a fixed sentence.
pub const fn refusal(error: &'static str, why: &'static str) -> Refusal {
    (error, Cow::Borrowed(why))
}
