//! What the backend can do and what everything refers to: asked once, shared by the pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_contract::{Capabilities, Feature, OAuthScope};
use leptos::prelude::*;

use crate::api::{Api, ApiError, Load};
use crate::erased::Derived;

/// Scopes by id, shared.
pub type Scopes = Arc<BTreeMap<String, OAuthScope>>;

/// Capabilities and scopes of the backend.
#[derive(Clone, Copy)]
pub struct Backend {
    capabilities: Load<Capabilities>,
    scopes: Load<Scopes>,
}

impl Backend {
    /// Asks for both; for the scopes, which are many, once nothing more waits for the capabilities.
    pub fn ask(api: Api) -> Self {
        let capabilities = Load::new(move || Some(async move { api.get_capabilities().await }));
        let is_answered =
            Derived::new(move |_| capabilities.ready().is_some() || capabilities.error().is_some());
        let scopes = Load::new(move || {
            is_answered
                .get()
                .then_some(async move { api.list_scopes().await.map(Arc::new) })
        });
        Self {
            capabilities,
            scopes,
        }
    }

    /// Whether the backend announced a feature; `None` while it is not known. Tracked.
    pub fn has(self, feature: &Feature) -> Option<bool> {
        self.capabilities
            .ready()
            .map(|capabilities| capabilities.has(feature))
    }

    /// Asks again for what failed.
    pub fn retry_failed(self) {
        self.retry(|_| true);
    }

    /// Asks again for what was refused because nobody was signed in.
    pub fn retry_signed_out(self) {
        self.retry(|error| error.status() == 401);
    }

    fn retry(self, of: fn(&ApiError) -> bool) {
        untrack(|| {
            if self.capabilities.error().as_ref().is_some_and(of) {
                self.capabilities.retry();
            }
            if self.scopes.error().as_ref().is_some_and(of) {
                self.scopes.retry();
            }
        });
    }

    /// The answer of the capabilities.
    pub fn capabilities(self) -> Load<Capabilities> {
        self.capabilities
    }

    /// The scopes.
    pub fn scopes(self) -> Load<Scopes> {
        self.scopes
    }
}

/// The backend of the surrounding pages.
pub fn use_backend() -> Backend {
    expect_context()
}
