//! Who calls, and what the call may use.
//!
//! [`App`] keeps the store to itself: a handler gets it only out of a [`Caller`], which exists
//! only after the check of its [`Policy`](policy::Policy). So a handler without a check can't be
//! written.

mod anyone;
mod caller;
mod identify;
pub mod policy;
mod protocol;

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;

pub use anyone::Anyone;
pub use caller::{Caller, decider};
pub use protocol::Protocol;

use crate::clock::Clock;
use crate::http::origin::OwnOrigin;
use crate::http::peer::TrustedProxies;
use crate::http::static_files::StaticFiles;
use crate::languages::{Language, Languages};
use crate::randomness::Randomness;
use crate::sign_in::Doorway;
use crate::store::Store;

/// State of the server. Handlers can't reach into it.
#[derive(Clone, Debug)]
pub struct App(Arc<Tools>);

/// What an [`App`] is made of.
#[derive(Debug)]
pub struct Tools {
    /// Everything that is stored.
    pub store: Store,
    /// Sign-in: passwords, sessions, limits.
    pub doorway: Doorway,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub randomness: Randomness,
    /// Our own origin.
    pub origin: OwnOrigin,
    /// Proxies whose word counts about who calls.
    pub proxies: TrustedProxies,
    /// Origins of other sites whose scripts may call with a token.
    pub allowed_origins: Vec<HeaderValue>,
    /// The built pages of the component, if they are served from here.
    pub files: Option<StaticFiles>,
    /// What texts there are in.
    pub languages: Languages,
    /// Whether the sign-in page lists the demo accounts.
    pub demo: bool,
}

impl App {
    /// An app out of its parts.
    pub fn new(tools: Tools) -> Self {
        Self(Arc::new(tools))
    }

    pub(crate) fn allowed_origins(&self) -> &[HeaderValue] {
        &self.0.allowed_origins
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn languages(&self) -> &Languages {
        &self.0.languages
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.0.origin.is_secure()
    }

    pub(crate) fn randomness(&self) -> &Randomness {
        &self.0.randomness
    }
}

/// The language that a request wants most.
impl FromRequestParts<App> for Arc<Language> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(app.languages().wanted(&parts.headers))
    }
}
