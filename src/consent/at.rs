//! What a consent window is at.

use std::sync::Arc;

use countersign_contract::ConsentRequest;

use crate::api::ApiError;

/// What the window is at.
#[derive(Clone, Debug)]
pub enum At {
    /// The first answer is not there yet.
    Asking,
    /// A request, whatever its state.
    Shown(Arc<ConsentRequest>),
    /// Decided in this window.
    Done(Done),
    /// The server answered 401.
    SignedOut {
        /// Own path that signs in and starts the same again; the request belongs to a session.
        way: Option<String>,
    },
    /// It is asked of somebody else, or in another browser.
    NotYours {
        /// It was this user's until somebody else signed in.
        switched: bool,
    },
    /// There is no such request.
    Unknown,
    /// The server could not say.
    Failed(ApiError),
}

/// A decision that was made here.
#[derive(Clone, Debug)]
pub struct Done {
    /// What was decided on.
    pub request: Arc<ConsentRequest>,
    /// Whether it was allowed.
    pub allowed: bool,
    /// Where the browser goes; never in the page. Absent where it may not go there.
    pub way: Option<String>,
}
