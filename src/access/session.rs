//! Who is signed in and what they may do. One owner; everybody else reads.

use countersign_contract::places::SIGN_IN;
use countersign_contract::{UserMe, permission};
use leptos::prelude::*;

use crate::api::{Api, ApiError, Load};
use crate::erased::{Writable, effect_now};

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
    state: Writable<SessionState>,
    /// The last user that was known, kept while signed out in mid-edit.
    last: Writable<Option<Box<UserMe>>>,
    /// Only an answered 401 sets this; a failed refresh keeps what was known.
    lost: Writable<bool>,
    /// The question that is asked of the server.
    question: Writable<Option<Load<UserMe>>>,
    wipe: Callback<()>,
    left: StoredValue<bool>,
    /// What a host leaves of the permissions that the server grants; `None` is all.
    left_by_host: Writable<Option<Vec<String>>>,
}

impl Session {
    /// A session that knows nothing yet. `wipe` is told when somebody else signed in: what was
    /// typed and read belongs to the former user.
    pub fn new(wipe: Callback<()>) -> Self {
        Self {
            state: Writable::new(SessionState::Unknown),
            last: Writable::new(None),
            lost: Writable::new(false),
            question: Writable::new(None),
            wipe,
            left: StoredValue::new(false),
            left_by_host: Writable::new(None),
        }
    }

    /// An answered 401 arrived.
    pub fn note_signed_out(self) {
        self.note_lost(true);
        if self.last.with_untracked(Option::is_none) {
            self.state.set(SessionState::SignedOut);
        }
    }

    /// Asks the server who is signed in, for as long as the surrounding pages are there.
    pub fn ask(self, api: Api) {
        let question = Load::new(move || Some(async move { api.get_me().await }));
        self.question.set(Some(question));
        // At once: an answer that the page came with is there before the views are made.
        effect_now(move || match (question.ready(), question.error()) {
            (Some(me), _) => untrack(|| self.note_user(api, me)),
            // `note_signed_out` has been told by the client.
            (None, Some(error)) if error.status() == 401 => {}
            (None, Some(error)) if self.last.with_untracked(Option::is_none) => {
                self.state.set(SessionState::Unavailable(error));
            }
            _ => {}
        });
    }

    /// Whether the pages of the session are still there.
    pub fn is_there(self) -> bool {
        self.lost.try_get_untracked().is_some()
    }

    /// Asks again.
    pub fn refresh(self) {
        if matches!(self.state.get_untracked(), SessionState::Unavailable(_)) {
            self.state.set(SessionState::Unknown);
        }
        if let Some(question) = self.question.get_untracked() {
            question.retry();
        }
    }

    /// Leaves these pages after signing out. What the browser keeps of them is not shown again.
    pub fn leave(self) {
        self.left.set_value(true);
        let _ = window().location().assign(SIGN_IN);
    }

    /// The browser shows pages again that it kept, as after Back.
    pub fn note_shown_again(self) {
        if self.left.get_value() {
            let _ = window().location().reload();
        } else {
            self.refresh();
        }
    }

    /// The question that is asked of the server. Tracked.
    pub fn question(self) -> Option<Load<UserMe>> {
        self.question.get()
    }

    fn note_user(self, api: Api, me: UserMe) {
        let me = Box::new(me);
        let known = self.last.get_untracked();
        if known.as_ref().is_some_and(|known| known.id != me.id) {
            self.wipe.run(());
            return;
        }
        api.write_as(&me.id);
        self.note_lost(false);
        // The same again: views that follow it stay as they are, open menus and the focus included.
        if known.as_ref() != Some(&me) {
            self.last.set(Some(me.clone()));
        }
        let state = SessionState::SignedIn(me);
        if self.state.with_untracked(|known| *known != state) {
            self.state.set(state);
        }
    }

    fn note_lost(self, lost: bool) {
        if self.lost.get_untracked() != lost {
            self.lost.set(lost);
        }
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
        let granted = self
            .last
            .with(|last| last.as_ref().and_then(|me| me.may(permission)))?;
        let is_left = self.left_by_host.with(|left| {
            left.as_ref()
                .is_none_or(|left| permission::any(left, permission))
        });
        Some(granted && is_left)
    }

    /// Shows no more than these permissions allow, of what the server grants.
    pub fn narrow(self, to: Option<Vec<String>>) {
        self.left_by_host.set(to);
    }

    /// Whether the user may see roles. Tracked.
    pub fn may_view_roles(self) -> bool {
        self.may(permission::VIEW_ROLES) == Some(true)
    }
}

/// The session of the surrounding pages.
pub fn use_session() -> Session {
    expect_context()
}
