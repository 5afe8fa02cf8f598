//! What is said of a language in the list.

use serde::{Deserialize, Serialize};

/// The tag of the language that fills the gaps of all others.
pub const ENGLISH: &str = "en";

/// Where the lines of a language begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// At the left.
    Ltr,
    /// At the right.
    Rtl,
}
