//! Signing in and out: passwords, sessions and the limits on guessing.

mod guess;
mod rate_limit;
mod refused;

use std::sync::Arc;

use guess::{Guess, Guesses};
use rate_limit::{DAY, FIVE_MINUTES, HOUR, RateLimit};

pub use refused::NotSignedIn;

pub use guess::{MOST_PER_BROWSER, MOST_PER_NAME, MOST_PER_NAME_AND_PEER, MOST_PER_PEER};

use crate::clock::Clock;
use crate::password::Passwords;
use crate::problem::Problem;
use crate::randomness::{Randomness, digest};
use crate::store::{Author, NewSession, Store, UserRow};

/// Failed attempts of a network address to be a client within five minutes.
pub const MOST_PER_CLIENT: usize = 30;
/// Codes and tokens within five minutes that a network address made up.
pub const MOST_MADE_UP: usize = 30;

/// Refreshes of what came of one sign-in with an application within an hour.
pub const MOST_REFRESHES: usize = 100;

/// Approval requests of a person within five minutes.
pub const MOST_ASKS: usize = 20;
/// Decisions of a person about sign-ins with applications, and approvals asked for, within a day.
pub const MOST_DECISIONS: usize = 2_000;

/// The door: the only way to a session.
#[derive(Debug)]
pub struct Doorway {
    store: Store,
    passwords: Passwords,
    clock: Clock,
    randomness: Randomness,
    guesses: Arc<Guesses>,
    by_client: RateLimit,
    made_up: RateLimit,
    refreshes: RateLimit,
    asks: RateLimit,
    decisions: RateLimit,
}

/// A name and a password, and where they come from.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// Mail address, any case.
    pub username: &'a str,
    /// Password.
    pub password: &'a str,
    /// Network address.
    pub peer: &'a str,
    /// Token of the session that the browser has.
    pub session: Option<&'a str>,
    /// Token by which the browser may be known.
    pub browser: Option<&'a str>,
    /// Correlation id of the request.
    pub request_id: &'a str,
}

/// What a browser gets that signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Token of the session. It is stored only as a hash.
    pub session: String,
    /// Token by which the browser is known from now on, stored in the same way.
    pub browser: String,
}

impl Doorway {
    /// A door over a store.
    pub fn new(store: Store, passwords: Passwords, clock: Clock, randomness: Randomness) -> Self {
        Self {
            store,
            passwords,
            clock,
            randomness,
            guesses: Arc::new(Guesses::new()),
            by_client: RateLimit::new(MOST_PER_CLIENT, FIVE_MINUTES),
            made_up: RateLimit::new(MOST_MADE_UP, FIVE_MINUTES),
            refreshes: RateLimit::new(MOST_REFRESHES, HOUR),
            asks: RateLimit::new(MOST_ASKS, FIVE_MINUTES),
            decisions: RateLimit::new(MOST_DECISIONS, DAY),
        }
    }

    /// Checks a pair and opens a session. The session that the browser had before ends, so that a
    /// planted cookie is worth nothing.
    ///
    /// # Errors
    /// See [`NotSignedIn`].
    pub async fn sign_in(&self, credentials: Credentials<'_>) -> Result<SignedIn, NotSignedIn> {
        let guess = Guess {
            name: credentials.username.trim().to_lowercase(),
            password: credentials.password.to_owned(),
            peer: credentials.peer.to_owned(),
            browser: credentials.browser.map(str::to_owned),
            now: self.clock.seconds(),
        };
        let (store, passwords) = (self.store.clone(), self.passwords.clone());
        let guesses = Arc::clone(&self.guesses);
        // A task of its own goes on when the browser leaves: then a right password is taken back
        // from the count all the same, and a wrong one is not.
        let checked = tokio::spawn(async move { guess.check(&store, &passwords, &guesses).await });
        let checked = checked.await.map_err(Problem::internal)??;
        let signed_in = SignedIn {
            session: self.randomness.secret(),
            browser: match credentials.browser.filter(|_| checked.known_browser) {
                Some(known) => known.to_owned(),
                // A token that somebody may have planted is never made one of this account.
                None => self.randomness.secret(),
            },
        };
        let author = Author::of_user(checked.user, &self.clock, credentials.request_id);
        let new = NewSession {
            token: &signed_in.session,
            before: credentials.session,
            browser: &signed_in.browser,
            network: credentials.peer,
        };
        match self.store.open_session(new, &author).await {
            Ok(()) => Ok(signed_in),
            Err(problem) if problem.is_unauthenticated() => Err(NotSignedIn::WrongPair),
            Err(problem) => Err(problem.into()),
        }
    }

    /// Whether a network address may try once more to be a client.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_client(&self, peer: &str, client_id: &str) -> Result<(), i64> {
        let key = digest(&format!("{peer} {client_id}"));
        self.by_client.attempt(&key, self.clock.seconds())
    }

    /// It is the client: the attempt does not count.
    pub fn forgive_client(&self, peer: &str, client_id: &str) {
        self.by_client
            .forgive(&digest(&format!("{peer} {client_id}")));
    }

    /// Whether a network address may make up one more code or token.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn check_made_up(&self, peer: &str) -> Result<(), i64> {
        self.made_up.check(peer, self.clock.seconds())
    }

    /// A network address sent a code or token that was never one.
    pub fn count_made_up(&self, peer: &str) {
        let _ = self.made_up.attempt(peer, self.clock.seconds());
    }

    /// Whether a person may ask for approval once more.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_ask(&self, user_id: &str) -> Result<(), i64> {
        self.asks.attempt(user_id, self.clock.seconds())
    }

    /// Whether what came of one sign-in may be refreshed once more. Each refresh leaves rows behind,
    /// and none of them is forgotten while the sign-in lives.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_refresh(&self, family: &str) -> Result<(), i64> {
        self.refreshes.attempt(family, self.clock.seconds())
    }

    /// Whether a person may decide about an application once more. Each decision leaves rows behind.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn try_decision(&self, user_id: &str) -> Result<(), i64> {
        self.decisions.attempt(user_id, self.clock.seconds())
    }

    /// Ends a session. Unknown tokens are fine.
    ///
    /// # Errors
    /// The store failed; the session may live on.
    pub async fn sign_out(&self, token: &str, request_id: &str) -> Result<(), Problem> {
        let author = Author::of_user(UserRow::default(), &self.clock, request_id);
        self.store.close_session(token, &author).await
    }
}
