//! Who calls, and what the call may use.
//!
//! [`App`] keeps the store to itself: a handler gets it only out of a [`Caller`], which exists
//! only after the check of its [`Policy`]. So a handler without a check can't be written.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use countersign_contract::{OAuthClient, USER_HEADER, permission, scope_rules};

use crate::bell::{Ear, StillMay, Topic};
use crate::clock::Clock;
use crate::cookie;
use crate::frame::RequestId;
use crate::languages::Languages;
use crate::oauth::error::OAuthError;
use crate::origin::OwnOrigin;
use crate::peer::TrustedProxies;
use crate::policy::Policy;
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};
use crate::sign_in::Doorway;
use crate::static_files::StaticFiles;
use crate::store::{Author, Decider, Hand, Identity, Store};

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

/// Scope first, then permission (contract, "Callers").
fn check<P: Policy>(identity: &Identity) -> Answer<()> {
    if let Some(granted) = &identity.scopes
        && !scope_rules::any_covers(granted, P::SCOPES)
    {
        return Err(Problem::missing_scope(P::SCOPES));
    }
    match P::PERMISSION {
        Some(wanted) if !permission::any(&identity.permissions, wanted) => {
            Err(Problem::missing_permission(wanted))
        }
        _ => Ok(()),
    }
}

/// A token in `Authorization` decides alone: a bad one never falls back to the cookie. Any other
/// scheme is somebody else's, for example of a gateway that passes on what it was told.
async fn identify(parts: &Parts, app: &App) -> Answer<Identity> {
    let sent = parts.headers.get_all(header::AUTHORIZATION).iter();
    let mut sent = sent.filter(|value| is_bearer(value));
    let Some(value) = sent.next() else {
        return identify_session(parts, app).await;
    };
    let token = token_in(value).filter(|_| sent.next().is_none());
    let token = token.ok_or_else(Problem::invalid_token)?;
    let now = app.0.clock.seconds();
    let identity = app.0.store.identity_of_token(token, now).await?;
    identity.ok_or_else(Problem::invalid_token)
}

/// Whether the scheme is `Bearer`, whatever follows it.
fn is_bearer(value: &HeaderValue) -> bool {
    let end_of_word = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_.".contains(byte);
    let scheme = value.as_bytes().split(end_of_word).next();
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
}

/// The token of `Authorization: Bearer` (RFC 6750 section 2.1).
fn token_in(value: &HeaderValue) -> Option<&str> {
    let (_, token) = value.to_str().ok()?.split_once(' ')?;
    let plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some(token)
}

async fn identify_session(parts: &Parts, app: &App) -> Answer<Identity> {
    let tools = &app.0;
    let now = tools.clock.seconds();
    for token in cookie::sessions(&parts.headers, tools.origin.is_secure()) {
        if let Some(identity) = tools.store.identity_of_session(&token, now).await? {
            tools.store.record_session(&token, now);
            return Ok(identity);
        }
    }
    Err(Problem::unauthenticated())
}

/// Whether a stream may still tell something to who asked for it. Where the store fails it goes on.
async fn still_may<P: Policy>(app: &App, before: &Identity) -> bool {
    let tools = &app.0;
    let now = tools.clock.seconds();
    let found = match (&before.bearer, &before.session) {
        (Some(token), _) => tools.store.identity_of_token(token, now).await,
        (None, Some(session)) => tools.store.identity_of_session(session, now).await,
        (None, None) => Ok(None),
    };
    found.map_or(true, |found| {
        found.is_some_and(|identity| check::<P>(&identity).is_ok())
    })
}

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

impl FromRequestParts<App> for Anyone {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(app.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Myself, ReadAuthorizations, WriteAuthorizations};
    use axum::http::StatusCode;

    fn token(scopes: &[&str], permissions: &[&str]) -> Identity {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        Identity {
            scopes: Some(owned(scopes)),
            permissions: owned(permissions),
            ..Identity::default()
        }
    }

    #[test]
    fn a_token_needs_the_scope_and_then_the_permission() {
        let code = |problem: Problem| problem.code();
        let refused = check::<ReadAuthorizations>(&token(&[], &["oauth:*:*"])).unwrap_err();
        assert_eq!(code(refused), "app.not.authorized.for.scope");
        let refused = check::<ReadAuthorizations>(&token(&["oauth"], &[])).unwrap_err();
        assert_eq!(code(refused), "missing.any.permissions");
        let read_only = token(&["oauth:readonly"], &["oauth:*:*"]);
        assert!(check::<ReadAuthorizations>(&read_only).is_ok());
        let refused = check::<WriteAuthorizations>(&read_only).unwrap_err();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(check::<Myself>(&token(&["user-basic-info"], &[])).is_ok());
    }

    #[test]
    fn a_session_is_not_limited_by_scopes() {
        let session = Identity {
            scopes: None,
            ..token(&[], &["oauth:client:authorize"])
        };
        assert!(check::<WriteAuthorizations>(&session).is_ok());
    }
}
