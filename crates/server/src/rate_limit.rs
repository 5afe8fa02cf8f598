//! Limits on failed sign-ins, in memory: a restart forgives, and nothing has to be cleaned up.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long an attempt counts, in seconds.
const WINDOW: i64 = 5 * 60;

/// Most keys that are remembered, so that a flood of made-up names can't fill the memory.
const MAX_KEYS: usize = 20_000;

/// Counts attempts by key.
#[derive(Debug)]
pub struct RateLimit {
    most: usize,
    attempts: Mutex<HashMap<String, Vec<i64>>>,
}

impl RateLimit {
    /// At most `most` attempts a key within the window.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            attempts: Mutex::default(),
        }
    }

    /// Counts an attempt before its work is done, so that parallel ones count too.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn attempt(&self, key: &str, now: i64) -> Result<(), i64> {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_KEYS && !all.contains_key(key) {
            all.retain(|_, times| times.last().is_some_and(|last| now - last < WINDOW));
            // Never refuse everybody because somebody made up many keys: forget one instead.
            if all.len() >= MAX_KEYS
                && let Some(any) = all.keys().next().cloned()
            {
                all.remove(&any);
            }
        }
        let times = all.entry(key.to_owned()).or_default();
        times.retain(|at| now - at < WINDOW);
        if times.len() >= self.most {
            let oldest = times.first().copied().unwrap_or(now);
            return Err((oldest + WINDOW - now).max(1));
        }
        times.push(now);
        Ok(())
    }

    /// Takes the last attempt back, because it succeeded.
    pub fn forgive(&self, key: &str) {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = all.get_mut(key) {
            times.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_waits_after_too_many_attempts_and_others_do_not() {
        let limit = RateLimit::new(2);
        assert_eq!(limit.attempt("a", 0), Ok(()));
        assert_eq!(limit.attempt("a", 10), Ok(()));
        assert_eq!(limit.attempt("a", 20), Err(WINDOW - 20));
        assert_eq!(limit.attempt("b", 20), Ok(()));
        assert_eq!(limit.attempt("a", WINDOW), Ok(()));
    }

    #[test]
    fn many_made_up_keys_lock_nobody_out() {
        let limit = RateLimit::new(1);
        for key in 0..MAX_KEYS + 10 {
            assert_eq!(limit.attempt(&key.to_string(), 0), Ok(()));
        }
        assert!(limit.attempts.lock().unwrap().len() <= MAX_KEYS);
        assert_eq!(limit.attempt("somebody", 1), Ok(()));
    }

    #[test]
    fn a_success_does_not_count() {
        let limit = RateLimit::new(1);
        assert_eq!(limit.attempt("a", 0), Ok(()));
        limit.forgive("a");
        assert_eq!(limit.attempt("a", 1), Ok(()));
    }
}
