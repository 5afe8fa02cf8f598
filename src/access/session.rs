//! Who is signed in and what they may do. One owner; everybody else reads.

use countersign_contract::{UserMe, permission};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::memo::RwSignal;

/// What is known about the session.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// The first answer is not there yet.
    Unknown,
    /// The server answered 401.
    SignedOut,
    /// The user.
    SignedIn(Box<UserMe>),
    /// The server could not say; nothing is known.
    Unavailable(ApiError),
}

/// The session of these pages.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<SessionState>,
    /// The last user that was known, kept while signed out in mid-edit.
    last: RwSignal<Option<Box<UserMe>>>,
    /// Only an answered 401 sets this; a failed refresh keeps what was known.
    lost: RwSignal<bool>,
}

impl Session {
    /// A session that knows nothing yet.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(SessionState::Unknown),
            last: RwSignal::new(None),
            lost: RwSignal::new(false),
        }
    }

    /// An answered 401 arrived.
    pub fn note_signed_out(self) {
        self.lost.set(true);
        if self.last.with_untracked(Option::is_none) {
            self.state.set(SessionState::SignedOut);
        }
    }

    /// Asks the server who is signed in.
    pub fn refresh(self, api: Api) {
        spawn_local(async move {
            match api.get_me().await {
                Ok(me) => self.note_user(me),
                // `note_signed_out` has been told by the client.
                Err(error) if error.status() == 401 => {}
                Err(error) => {
                    if self.last.with_untracked(Option::is_none) {
                        self.state.set(SessionState::Unavailable(error));
                    }
                }
            }
        });
    }

    fn note_user(self, me: UserMe) {
        let other = self
            .last
            .with_untracked(|last| last.as_ref().is_some_and(|last| last.id != me.id));
        if other {
            // Somebody else signed in: what was typed belongs to the former user. A fresh start
            // wipes it, and everything that was read with the former user's permissions.
            let _ = window().location().reload();
            return;
        }
        self.last.set(Some(Box::new(me.clone())));
        self.lost.set(false);
        self.state.set(SessionState::SignedIn(Box::new(me)));
    }

    /// What is known. Tracked.
    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// Whether the newest answer said that nobody is signed in. Tracked.
    pub fn is_ended(self) -> bool {
        self.lost.get()
    }

    /// Whether the session ended while pages were open. Tracked.
    pub fn is_lost(self) -> bool {
        self.lost.get() && self.last.with(Option::is_some)
    }

    /// The user, also while signed out in mid-edit. Tracked.
    pub fn user(self) -> Option<UserMe> {
        self.last.with(|last| last.as_deref().cloned())
    }

    /// Whether the user holds a permission: not known yet, yes, or no. Tracked.
    pub fn may(self, permission: &str) -> Option<bool> {
        self.last
            .with(|last| last.as_ref().and_then(|me| me.may(permission)))
    }

    /// Whether the user may see roles. Tracked.
    pub fn may_view_roles(self) -> bool {
        self.may(permission::VIEW_ROLES) == Some(true)
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// The session of the surrounding pages.
pub fn use_session() -> Session {
    expect_context()
}
