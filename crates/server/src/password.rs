//! Password hashes: argon2id, computed off the async threads and few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::problem::{Answer, Problem};
use crate::randomness::Randomness;

/// Hashes at the same time; each takes 19 MiB, so that a flood of sign-ins can't fill the memory.
const AT_ONCE: usize = 4;

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    params: Params,
    slots: Arc<Semaphore>,
    /// Checked where there is no such user, so that this takes as long as a wrong password.
    nobody: Arc<str>,
}

impl Passwords {
    /// With the least cost that OWASP's password storage cheat sheet allows for argon2id.
    ///
    /// # Errors
    /// The hash of nobody could not be computed.
    pub fn new(randomness: &Randomness) -> Result<Self, String> {
        Self::with_cost(19 * 1024, 2, randomness)
    }

    /// With a cost that protects nothing, for tests.
    ///
    /// # Errors
    /// The hash of nobody could not be computed.
    pub fn cheap(randomness: &Randomness) -> Result<Self, String> {
        Self::with_cost(8, 1, randomness)
    }

    fn with_cost(kib: u32, passes: u32, randomness: &Randomness) -> Result<Self, String> {
        let params = Params::new(kib, passes, 1, None).map_err(|error| error.to_string())?;
        let nobody = hash(&params, &randomness.secret(), &randomness.bytes())?;
        Ok(Self {
            params,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: nobody.into(),
        })
    }

    /// The hash of a password, as a PHC string with its own salt.
    ///
    /// # Errors
    /// The hash could not be computed.
    pub async fn hash(&self, password: &str, randomness: &Randomness) -> Result<String, String> {
        let (params, password, salt) =
            (self.params.clone(), password.to_owned(), randomness.bytes());
        tokio::task::spawn_blocking(move || hash(&params, &password, &salt))
            .await
            .map_err(|error| error.to_string())?
    }

    /// Whether `password` fits the stored hash. `None` is a user that can't sign in: the same
    /// work, always false.
    ///
    /// # Errors
    /// The work could not be done.
    pub async fn fits(&self, password: &str, stored: Option<&str>) -> Answer<bool> {
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        let slot = slot.map_err(Problem::internal)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        let fits = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            PasswordHash::new(&stored).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            })
        });
        Ok(fits.await.map_err(Problem::internal)? && known)
    }
}

fn hash(params: &Params, password: &str, salt: &[u8; 16]) -> Result<String, String> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::mpsc;
    use std::task::{Context, Waker};

    use super::*;

    /// One thread for everything async, one for what blocks.
    fn two_threads() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.max_blocking_threads(1).build().unwrap()
    }

    #[test]
    fn others_go_on_while_a_password_is_hashed_or_checked() {
        let randomness = Randomness::seeded(1);
        let passwords = Passwords::cheap(&randomness).unwrap();
        two_threads().block_on(async {
            // The thread for what blocks is taken, so that nothing is done before it is free.
            let (free, taken) = mpsc::channel::<()>();
            tokio::task::spawn_blocking(move || taken.recv());
            let stored = hash(&passwords.params, "right", &randomness.bytes()).unwrap();
            let mut hashes = pin!(passwords.hash("right", &randomness));
            let mut checks = pin!(passwords.fits("right", Some(&stored)));
            let mut context = Context::from_waker(Waker::noop());
            assert!(hashes.as_mut().poll(&mut context).is_pending());
            assert!(checks.as_mut().poll(&mut context).is_pending());
            drop(free);
            assert!(hashes.await.unwrap().starts_with("$argon2id$"));
            assert!(checks.await.unwrap());
        });
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_has_none() {
        let randomness = Randomness::seeded(1);
        let passwords = Passwords::cheap(&randomness).unwrap();
        let hash = passwords.hash("right", &randomness).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.fits("right", Some(&hash)).await.unwrap());
        assert!(!passwords.fits("wrong", Some(&hash)).await.unwrap());
        assert!(!passwords.fits("right", None).await.unwrap());
        assert_ne!(hash, passwords.hash("right", &randomness).await.unwrap());
    }
}
