//! Why nobody was signed in.

use crate::problem::Problem;

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
