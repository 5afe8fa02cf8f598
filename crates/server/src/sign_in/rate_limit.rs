//! Limits on how often something may be tried, in memory: a restart forgives, and nothing has to be
//! cleaned up.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// In seconds.
pub const FIVE_MINUTES: i64 = 5 * 60;
/// In seconds.
pub const HOUR: i64 = 60 * 60;
/// In seconds.
pub const DAY: i64 = 24 * 60 * 60;

/// Most keys that are remembered, so that a flood of made-up names can't fill the memory.
const MAX_KEYS: usize = 20_000;

/// Counts attempts by key.
#[derive(Debug)]
pub struct RateLimit {
    most: usize,
    /// How long an attempt counts, in seconds.
    window: i64,
    attempts: Mutex<HashMap<String, Vec<i64>>>,
}

impl RateLimit {
    /// At most `most` attempts a key within `window` seconds.
    pub fn new(most: usize, window: i64) -> Self {
        Self {
            most,
            window,
            attempts: Mutex::default(),
        }
    }

    /// Counts an attempt before its work is done, so that parallel ones count too.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn attempt(&self, key: &str, now: i64) -> Result<(), i64> {
        let mut all = self.lock();
        if all.len() >= MAX_KEYS && !all.contains_key(key) {
            all.retain(|_, times| times.last().is_some_and(|last| self.counts(*last, now)));
            // Never refuse everybody because somebody made up many keys: forget one instead.
            if all.len() >= MAX_KEYS
                && let Some(any) = all.keys().next().cloned()
            {
                all.remove(&any);
            }
        }
        let times = all.entry(key.to_owned()).or_default();
        times.retain(|at| self.counts(*at, now));
        self.room(times, now)?;
        times.push(now);
        Ok(())
    }

    /// Whether there is room for an attempt, without counting it.
    ///
    /// # Errors
    /// The number of seconds to wait.
    pub fn check(&self, key: &str, now: i64) -> Result<(), i64> {
        let mut all = self.lock();
        let Some(times) = all.get_mut(key) else {
            return Ok(());
        };
        times.retain(|at| self.counts(*at, now));
        self.room(times, now)
    }

    /// Takes the last attempt back, because it succeeded.
    pub fn forgive(&self, key: &str) {
        if let Some(times) = self.lock().get_mut(key) {
            times.pop();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<i64>>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an attempt still counts. One from the future does not: the clock was wrong then.
    fn counts(&self, at: i64, now: i64) -> bool {
        (0..self.window).contains(&(now - at))
    }

    fn room(&self, times: &[i64], now: i64) -> Result<(), i64> {
        match times.first() {
            Some(oldest) if times.len() >= self.most => Err((oldest + self.window - now).max(1)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_waits_after_too_many_attempts_and_others_do_not() {
        let limit = RateLimit::new(2, FIVE_MINUTES);
        assert_eq!(limit.attempt("a", 0), Ok(()));
        assert_eq!(limit.check("a", 10), Ok(()));
        assert_eq!(limit.attempt("a", 10), Ok(()));
        for limited in [limit.attempt("a", 20), limit.check("a", 20)] {
            assert_eq!(limited, Err(FIVE_MINUTES - 20));
        }
        assert_eq!(limit.attempt("b", 20), Ok(()));
        assert_eq!(limit.attempt("a", FIVE_MINUTES), Ok(()));
    }

    #[test]
    fn many_made_up_keys_lock_nobody_out() {
        let limit = RateLimit::new(1, FIVE_MINUTES);
        for key in 0..MAX_KEYS + 10 {
            assert_eq!(limit.attempt(&key.to_string(), 0), Ok(()));
        }
        assert!(limit.attempts.lock().unwrap().len() <= MAX_KEYS);
        assert_eq!(limit.attempt("somebody", 1), Ok(()));
    }

    #[test]
    fn a_success_does_not_count() {
        let limit = RateLimit::new(1, FIVE_MINUTES);
        assert_eq!(limit.attempt("a", 0), Ok(()));
        limit.forgive("a");
        assert_eq!(limit.attempt("a", 1), Ok(()));
    }

    #[test]
    fn a_clock_that_was_ahead_for_a_moment_locks_nobody_out() {
        let limit = RateLimit::new(1, FIVE_MINUTES);
        assert_eq!(limit.attempt("a", DAY), Ok(()));
        assert_eq!(limit.attempt("a", 0), Ok(()));
        assert_eq!(limit.attempt("a", 1), Err(FIVE_MINUTES - 1));
    }
}
