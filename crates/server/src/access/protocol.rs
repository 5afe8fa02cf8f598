//! What the OAuth endpoints need.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use countersign_contract::OAuthClient;

use super::App;
use super::identify::identify_session;
use crate::http::request_id::RequestId;
use crate::languages::Languages;
use crate::problem::{Answer, Problem};
use crate::rules::oauth_error::OAuthError;
use crate::sign_in::Doorway;
use crate::store::{Author, Hand, Identity, Store};

/// The OAuth endpoints: they check who calls by the protocol itself (client authentication, PKCE,
/// the user's session), and only they get this.
#[derive(Debug)]
pub struct Protocol {
    app: App,
    request_id: RequestId,
    peer: String,
}

impl Protocol {
    /// Everything that is stored.
    pub fn store(&self) -> &Store {
        &self.app.0.store
    }

    /// What texts there are in.
    pub fn languages(&self) -> &Languages {
        &self.app.0.languages
    }

    /// Sign-in and the limits on guessing.
    pub fn doorway(&self) -> &Doorway {
        &self.app.0.doorway
    }

    /// Tools of a decision.
    pub fn hand(&self) -> Hand<'_> {
        Hand {
            randomness: &self.app.0.randomness,
            now: self.app.0.clock.seconds(),
        }
    }

    /// Our issuer identifier (RFC 8414 section 2): the origin that the request came to.
    pub fn issuer(&self, headers: &HeaderMap) -> String {
        self.app.0.origin.of(headers)
    }

    /// Network address of the caller.
    pub fn peer(&self) -> &str {
        &self.peer
    }

    /// Refuses one more made-up code or token of a network address that made up too many. One that
    /// is real passes: others use the same network, and nobody may lock them out.
    ///
    /// # Errors
    /// 429, or the store failed.
    pub async fn check_made_up(&self, token: &str) -> Result<(), OAuthError> {
        match self.doorway().check_made_up(&self.peer) {
            Err(seconds) if !self.store().knows_token(token).await? => {
                Err(OAuthError::TooMany(seconds))
            }
            _ => Ok(()),
        }
    }

    /// Correlation id of the request.
    pub fn request_id(&self) -> &str {
        &self.request_id.0
    }

    /// Whose browser session it is; never that of a token.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session(&self, parts: &Parts) -> Answer<Option<Identity>> {
        match identify_session(parts, &self.app).await {
            Ok(identity) => Ok(Some(identity)),
            Err(problem) if problem.is_unauthenticated() => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// A client as the author of what its call does, now, by this request.
    pub fn author_client(&self, client: &OAuthClient) -> Author {
        Author::of_client(client, &self.app.0.clock, &self.request_id.0)
    }

    /// A person as the author of a change, now, by this request.
    pub fn author(&self, identity: &Identity) -> Author {
        Author::of(identity, &self.app.0.clock, &self.request_id.0)
    }
}

impl FromRequestParts<App> for Protocol {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let request_id = parts.extensions.get::<RequestId>().cloned();
        Ok(Self {
            app: app.clone(),
            request_id: request_id.ok_or_else(|| Problem::internal("no request id"))?,
            peer: app.0.proxies.peer(parts),
        })
    }
}
