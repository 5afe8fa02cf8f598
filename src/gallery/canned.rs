//! What a made-up backend is asked, and what it answers.

use serde::Serialize;

/// What is asked.
pub struct Call {
    /// HTTP method.
    pub method: String,
    /// Path below the base, without its query.
    pub path: String,
    /// Query without `?`.
    pub query: String,
    /// Whether a write was asked for before.
    pub is_after_write: bool,
}

impl Call {
    /// Whether it is this one, as in `GET /users/me`.
    pub fn is(&self, wanted: &str) -> bool {
        wanted.split_once(' ') == Some((&self.method, &self.path))
    }
}

/// What is answered.
pub enum Canned {
    /// A body of JSON.
    Json {
        /// HTTP status.
        status: u16,
        /// The body.
        body: String,
        /// More headers.
        headers: Vec<(&'static str, &'static str)>,
    },
    /// The connection breaks.
    Broken,
    /// Nothing, for ever.
    Never,
}

/// Answers calls.
pub type Backend = fn(&Call) -> Canned;

/// A success.
pub fn ok(body: &impl Serialize) -> Canned {
    status(200, body)
}

/// A body under a status.
pub fn status(status: u16, body: &impl Serialize) -> Canned {
    Canned::Json {
        status,
        body: serde_json::to_string(body).unwrap_or_default(),
        headers: Vec::new(),
    }
}

impl Canned {
    /// The same with a header more.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        if let Self::Json { headers, .. } = &mut self {
            headers.push((name, value));
        }
        self
    }
}
