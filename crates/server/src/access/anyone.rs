//! What the public pages need.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::App;
use crate::http::origin::OwnOrigin;
use crate::http::static_files::StaticFiles;
use crate::problem::Answer;
use crate::sign_in::Doorway;

/// Anybody at all: only what the public pages need, and no store.
#[derive(Debug)]
pub struct Anyone(App);

impl Anyone {
    /// Sign-in: passwords, sessions, limits.
    pub fn doorway(&self) -> &Doorway {
        &self.0.0.doorway
    }

    /// Our own origin.
    pub fn origin(&self) -> &OwnOrigin {
        &self.0.0.origin
    }

    /// Network address of the caller.
    pub fn peer(&self, parts: &Parts) -> String {
        self.0.0.proxies.peer(parts)
    }

    /// The built pages of the component.
    pub fn files(&self) -> Option<&StaticFiles> {
        self.0.0.files.as_ref()
    }

    /// Whether the demo accounts may be shown.
    pub fn demo(&self) -> bool {
        self.0.0.demo
    }

    /// Whether the database can be read and written.
    ///
    /// # Errors
    /// 503 if not.
    pub async fn ready(&self) -> Answer<()> {
        self.0.0.store.is_well().await
    }
}

impl FromRequestParts<App> for Anyone {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(app.clone()))
    }
}
