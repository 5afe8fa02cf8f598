//! A caller of the API, whose right was checked.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use countersign_contract::{USER_HEADER, permission};

use super::App;
use super::identify::{check, identify, still_may};
use super::policy::Policy;
use crate::bell::{Ear, StillMay, Topic};
use crate::clock::Clock;
use crate::http::cookie;
use crate::http::origin::OwnOrigin;
use crate::http::request_id::RequestId;
use crate::languages::Languages;
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};
use crate::sign_in::Doorway;
use crate::store::{Author, Decider, Identity, Store};

/// A caller that passed the check of `P`, and the tools that the check unlocks.
#[derive(Debug)]
pub struct Caller<P> {
    app: App,
    identity: Identity,
    request_id: RequestId,
    policy: PhantomData<P>,
}

impl<P> Caller<P> {
    /// Everything that is stored.
    pub fn store(&self) -> &Store {
        &self.app.0.store
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.app.0.clock
    }

    /// What texts there are in.
    pub fn languages(&self) -> &Languages {
        &self.app.0.languages
    }

    /// Who it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The caller as the author of a change, now, by this request.
    pub fn author(&self) -> Author {
        Author::of(&self.identity, self.clock(), &self.request_id.0)
    }

    /// Randomness.
    pub fn randomness(&self) -> &Randomness {
        &self.app.0.randomness
    }

    /// Our own origin.
    pub fn origin(&self) -> &OwnOrigin {
        &self.app.0.origin
    }

    /// The browser session as the one who decides.
    ///
    /// # Errors
    /// 401 for a token: an application never decides about itself.
    pub fn decider(&self) -> Answer<Decider<'_>> {
        decider(&self.identity)
    }

    /// Counts a decision of the caller about an application.
    ///
    /// # Errors
    /// 429 after too many within a day.
    pub fn try_decision(&self) -> Answer<()> {
        let doorway = self.doorway();
        let outcome = doorway.try_decision(&self.identity.user.id);
        outcome.map_err(Problem::too_many)
    }

    /// Whether the caller also holds another permission.
    pub fn may(&self, permission: &str) -> bool {
        permission::any(&self.identity.permissions, permission)
    }

    /// Correlation id of the request.
    pub fn request_id(&self) -> &str {
        &self.request_id.0
    }

    /// `Set-Cookie` that removes the session cookie.
    pub fn cleared_cookie(&self) -> HeaderValue {
        cookie::clear(self.app.0.origin.is_secure())
    }

    /// Where the caller's own session can be ended.
    pub fn doorway(&self) -> &Doorway {
        &self.app.0.doorway
    }
}

impl<P: Policy> Caller<P> {
    /// A stream that rings when something of `topic` changed. It ends with the caller's session, or
    /// when the caller may not hear it any more.
    ///
    /// # Errors
    /// 429 where the person has too many.
    pub fn listen(&self, topic: Topic) -> Answer<Response> {
        let (app, identity) = (self.app.clone(), Arc::new(self.identity.clone()));
        let still_may: StillMay = Box::new(move || {
            let (app, identity) = (app.clone(), identity.clone());
            Box::pin(async move { still_may::<P>(&app, &identity).await })
        });
        let token = self
            .identity
            .bearer
            .as_ref()
            .or(self.identity.session.as_ref());
        let ear = Ear {
            user_id: self.identity.user.id.clone(),
            session: token.map_or_else(String::new, |token| digest(token)),
        };
        let bell = self.store().bell();
        bell.stream(ear, topic, still_may, self.randomness())
    }
}

impl<P: Policy> FromRequestParts<App> for Caller<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let identity = identify(parts, app).await?;
        if identity.scopes.is_none() && !parts.method.is_safe() {
            app.0.origin.check_write(&parts.headers)?;
            check_user(&parts.headers, &identity)?;
        }
        check::<P>(&identity)?;
        let now = app.0.clock.seconds();
        app.0.store.record_use(&identity, P::SCOPES, now);
        let request_id = parts.extensions.get::<RequestId>().cloned();
        Ok(Self {
            app: app.clone(),
            identity,
            request_id: request_id.ok_or_else(|| Problem::internal("no request id"))?,
            policy: PhantomData,
        })
    }
}

/// A browser session as the one who decides.
///
/// # Errors
/// 401 for a token.
pub fn decider(identity: &Identity) -> Answer<Decider<'_>> {
    let session = identity.session.as_deref();
    let session = session.ok_or_else(Problem::unauthenticated)?;
    Ok(Decider { identity, session })
}

/// What one person decided on a page is not done in the name of whoever signed in since.
fn check_user(headers: &HeaderMap, identity: &Identity) -> Answer<()> {
    match headers.get(USER_HEADER) {
        Some(named) if named.as_bytes() != identity.user.id.as_bytes() => {
            Err(Problem::session_changed())
        }
        _ => Ok(()),
    }
}
