//! Signing in and out: passwords, sessions and the limits on guessing.

use crate::clock::Clock;
use crate::password::Passwords;
use crate::problem::Problem;
use crate::randomness::{Randomness, digest};
use crate::rate_limit::RateLimit;
use crate::store::Store;

/// Failed sign-ins a user name within the window.
pub const MOST_PER_NAME: usize = 10;
/// Failed sign-ins a network address within the window; more, because an office shares one.
pub const MOST_PER_PEER: usize = 30;

/// Failed attempts of a network address to be a client within the window.
pub const MOST_PER_CLIENT: usize = 30;

/// Approval requests of a person within the window.
pub const MOST_ASKS: usize = 20;

/// The door: the only way to a session.
#[derive(Debug)]
pub struct Doorway {
    store: Store,
    passwords: Passwords,
    clock: Clock,
    randomness: Randomness,
    by_name: RateLimit,
    by_peer: RateLimit,
    by_client: RateLimit,
    asks: RateLimit,
}

/// Why somebody is not signed in.
#[derive(Debug)]
pub enum NotSignedIn {
    /// Wrong name or password; which one is not told.
    WrongPair,
    /// Too many attempts; wait this many seconds.
    TooMany(i64),
    /// The server failed.
    Failed(Problem),
}

impl From<Problem> for NotSignedIn {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl Doorway {
    /// A door over a store.
    pub fn new(store: Store, passwords: Passwords, clock: Clock, randomness: Randomness) -> Self {
        Self {
            store,
            passwords,
            clock,
            randomness,
            by_name: RateLimit::new(MOST_PER_NAME),
            by_peer: RateLimit::new(MOST_PER_PEER),
            by_client: RateLimit::new(MOST_PER_CLIENT),
            asks: RateLimit::new(MOST_ASKS),
        }
    }

    /// Checks a pair and opens a session. Answers its token, which is stored only as a hash. The
    /// session that the browser had before ends, so that a planted cookie is worth nothing.
    ///
    /// # Errors
    /// See [`NotSignedIn`].
    pub async fn sign_in(
        &self,
        username: &str,
        password: &str,
        peer: &str,
        before: Option<&str>,
    ) -> Result<String, NotSignedIn> {
        let now = self.clock.seconds();
        let name = username.trim().to_lowercase();
        self.by_peer
            .attempt(peer, now)
            .map_err(NotSignedIn::TooMany)?;
        // Hashed, because a made-up name may be as long as the body.
        let name_key = digest(&name);
        self.by_name
            .attempt(&name_key, now)
            .map_err(NotSignedIn::TooMany)?;
        let user = self.store.password_of(&name).await?;
        let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
        let fits = self.passwords.fits(password, stored).await?;
        let Some(user) = user.filter(|_| fits) else {
            return Err(NotSignedIn::WrongPair);
        };
        self.by_peer.forgive(peer);
        self.by_name.forgive(&name_key);
        let token = self.randomness.secret();
        self.store
            .open_session(&token, &user.id, before, now)
            .await?;
        Ok(token)
    }

    /// Whether a network address may try once more to be a client.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_client(&self, peer: &str, client_id: &str) -> Result<(), i64> {
        let key = digest(&format!("{peer} {client_id}"));
        self.by_client.attempt(&key, self.clock.seconds())
    }

    /// Whether a person may ask for approval once more.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_ask(&self, user_id: &str) -> Result<(), i64> {
        self.asks.attempt(user_id, self.clock.seconds())
    }

    /// It is the client: the attempt does not count.
    pub fn forgive_client(&self, peer: &str, client_id: &str) {
        self.by_client
            .forgive(&digest(&format!("{peer} {client_id}")));
    }

    /// Ends a session. Unknown tokens are fine.
    ///
    /// # Errors
    /// The store failed; the session may live on.
    pub async fn sign_out(&self, token: &str) -> Result<(), Problem> {
        self.store.close_session(token).await
    }
}
