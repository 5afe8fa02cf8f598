//! One guess of a password, and the limits on wrong ones.

use super::rate_limit::{FIVE_MINUTES, RateLimit};
use super::refused::NotSignedIn;
use crate::password::Passwords;
use crate::randomness::digest;
use crate::store::{Store, UserRow};

/// Wrong passwords for a name from one network within five minutes.
pub const MOST_PER_NAME_AND_PEER: usize = 10;
/// Wrong passwords from one network; more, because an office shares one.
pub const MOST_PER_PEER: usize = 30;
/// Wrong passwords for a name from all networks together.
pub const MOST_PER_NAME: usize = 100;
/// Wrong passwords for a name in a browser that the person signed in with before. These count
/// apart from all others, so that nobody can lock a person out of it.
pub const MOST_PER_BROWSER: usize = 10;

/// Limits on guessing passwords, by what they count.
#[derive(Debug)]
pub struct Guesses {
    name_and_peer: RateLimit,
    peer: RateLimit,
    name: RateLimit,
    browser: RateLimit,
}

impl Guesses {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self {
            name_and_peer: RateLimit::new(MOST_PER_NAME_AND_PEER, FIVE_MINUTES),
            peer: RateLimit::new(MOST_PER_PEER, FIVE_MINUTES),
            name: RateLimit::new(MOST_PER_NAME, FIVE_MINUTES),
            browser: RateLimit::new(MOST_PER_BROWSER, FIVE_MINUTES),
        }
    }
}

/// One try to sign in.
pub struct Guess {
    /// In lower case.
    pub name: String,
    pub password: String,
    pub peer: String,
    pub browser: Option<String>,
    pub now: i64,
}

/// A pair that was right.
pub struct Checked {
    pub user: UserRow,
    /// Whether the browser is one that this person signed in with before.
    pub known_browser: bool,
}

impl Guess {
    /// Finds the person, or counts a wrong guess.
    ///
    /// # Errors
    /// See [`NotSignedIn`].
    pub async fn check(
        self,
        store: &Store,
        passwords: &Passwords,
        guesses: &Guesses,
    ) -> Result<Checked, NotSignedIn> {
        let user = store.password_of(&self.name).await?;
        let known_browser = match (&self.browser, &user) {
            (Some(browser), Some(user)) => {
                let id = &user.user.id;
                store.knows_browser(browser, id, self.now).await?
            }
            _ => false,
        };
        let keys = self.keys(known_browser, guesses);
        attempt(&keys, self.now).map_err(NotSignedIn::TooMany)?;
        let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
        let fits = passwords.fits(&self.password, stored).await;
        if !matches!(fits, Ok(false)) {
            // Right, or nobody knows: then it was no wrong guess.
            for (limit, key) in &keys {
                limit.forgive(key);
            }
        }
        if let Some(user) = user.as_ref().filter(|_| matches!(fits, Ok(true))) {
            return Ok(Checked {
                user: user.user.clone(),
                known_browser,
            });
        }
        fits?;
        let user_id = user.as_ref().map(|user| user.user.id.as_str());
        store.record_refused(user_id, &self.peer);
        Err(NotSignedIn::WrongPair)
    }

    /// The limits that count, with their keys. The name is hashed, because a made-up one may be as
    /// long as the body.
    fn keys<'a>(&self, known_browser: bool, guesses: &'a Guesses) -> Vec<(&'a RateLimit, String)> {
        let key = |parts: &[&str]| digest(&parts.join(" "));
        match self.browser.as_ref().filter(|_| known_browser) {
            Some(browser) => vec![(&guesses.browser, key(&[browser, &self.name]))],
            None => vec![
                (&guesses.peer, self.peer.clone()),
                (&guesses.name_and_peer, key(&[&self.peer, &self.name])),
                (&guesses.name, key(&[&self.name])),
            ],
        }
    }
}

/// Counts with each limit, or with none where one of them is reached.
fn attempt(keys: &[(&RateLimit, String)], now: i64) -> Result<(), i64> {
    for (at, (limit, key)) in keys.iter().enumerate() {
        if let Err(seconds) = limit.attempt(key, now) {
            for (counted, key) in &keys[..at] {
                counted.forgive(key);
            }
            return Err(seconds);
        }
    }
    Ok(())
}
