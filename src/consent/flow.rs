//! The state of a consent screen: what the server said last, and what the person has picked.

use std::sync::Arc;

use countersign_contract::{ConsentRequest, ErrorCode, Requirement, RoleRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use super::at::At;
use super::focus::{caret, focus_heading, type_on};
use super::gate::Gate;
use super::outcome::is_final;
use super::screen::Screen;
use super::words;
use crate::api::{Api, ApiError};
use crate::course::Course;
use crate::erased::Writable;
use crate::i18n::I18n;
use crate::write::{Looks, WriteEvent, WriteStage};

/// The state of one consent screen.
#[derive(Clone, Copy)]
pub struct Flow {
    pub api: Api,
    pub i18n: I18n,
    pub id: StoredValue<String>,
    pub at: Writable<At>,
    /// Ids of the scopes that are ticked.
    pub ticks: Writable<Vec<String>>,
    /// Roles that may use it; empty is everyone.
    pub roles: Writable<Vec<RoleRef>>,
    /// Why it is needed, as typed.
    pub reason: Writable<String>,
    /// Where what was sent stands.
    pub course: Course,
    /// What became of what was sent; announced at once.
    pub note: Writable<Option<String>>,
    /// What screen readers are told.
    pub said: Writable<String>,
    /// When it ends, by [`clock`].
    pub deadline: Writable<Option<f64>>,
    pub gate: StoredValue<Gate>,
    /// The element that the screen stands in.
    pub root: StoredValue<Element, LocalStorage>,
    /// When the server answered last, by [`clock`].
    pub answered: StoredValue<f64>,
    /// Whether the screen that had the focus was replaced.
    moved: StoredValue<bool>,
    /// Which question is the newest.
    asks: StoredValue<u32>,
}

/// Milliseconds of a clock that never jumps.
pub fn clock() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// Whether a scope can't be unticked; where the application does not say, it needs it.
pub fn is_required(requirement: Option<&Requirement>) -> bool {
    requirement != Some(&Requirement::Optional)
}

fn first_ticks(request: &ConsentRequest) -> Vec<String> {
    let mut ticks = Vec::new();
    for scope in &request.scopes {
        if scope.selected || is_required(scope.requirement.as_ref()) {
            ticks.push(scope.id.clone());
        }
    }
    ticks
}

/// Whether two answers show the same. The digest says it for what is asked.
fn is_same(one: &ConsentRequest, other: &ConsentRequest) -> bool {
    let asked = |request: &ConsentRequest| {
        let asked = request.request.as_ref();
        asked.map(|asked| (asked.id.clone(), asked.state.clone()))
    };
    one.digest == other.digest
        && one.state == other.state
        && one.can_decide == other.can_decide
        && one.blocked == other.blocked
        && one.roles == other.roles
        && asked(one) == asked(other)
}

impl Flow {
    pub fn new(api: Api, i18n: I18n, id: String, root: Element) -> Self {
        Self {
            api,
            i18n,
            id: StoredValue::new(id),
            at: Writable::new(At::Asking),
            ticks: Writable::new(Vec::new()),
            roles: Writable::new(Vec::new()),
            reason: Writable::new(String::new()),
            course: Course::new(Looks::ByItself),
            note: Writable::new(None),
            said: Writable::new(String::new()),
            deadline: Writable::new(None),
            gate: StoredValue::new(Gate::default()),
            root: StoredValue::new_local(root),
            answered: StoredValue::new(clock()),
            moved: StoredValue::new(false),
            asks: StoredValue::new(0),
        }
    }

    /// The request on screen, not tracked.
    pub fn shown(self) -> Option<Arc<ConsentRequest>> {
        match self.at.get_untracked() {
            At::Shown(request) => Some(request),
            _ => None,
        }
    }

    /// Tells screen readers, politely.
    pub fn say(self, words: String) {
        self.said.set(words);
    }

    /// Looks at what the server says now. A passing fault changes nothing on screen.
    pub fn look(self) {
        if matches!(self.course.stage_untracked(), WriteStage::Sending { .. }) {
            return;
        }
        spawn_local(async move {
            let Some(answer) = self.answer().await else {
                return;
            };
            match answer {
                Err(error) if !is_final(&error) && self.shown().is_some() => {}
                Err(error) => self.fail(error),
                Ok(request) => self.take(request),
            }
        });
    }

    /// The newest answer; `None` where another question was asked meanwhile, or the screen is gone.
    pub async fn answer(self) -> Option<Result<ConsentRequest, ApiError>> {
        self.asks.update_value(|asks| *asks += 1);
        let asked = self.asks.try_get_value()?;
        let id = self.id.get_value();
        let answer = match self.api.get_consent(&id).await {
            // Another request than the one that is asked for is no answer.
            Ok(other) if other.id != id => Err(ApiError::Unreadable {
                status: 200,
                context_id: String::new(),
            }),
            answer => answer,
        };
        (self.asks.try_get_value()? == asked).then_some(answer)
    }

    /// Whether the screen is still there.
    pub fn is_there(self) -> bool {
        self.asks.try_get_value().is_some()
    }

    /// Shows a request.
    pub fn take(self, mut request: ConsentRequest) {
        let left = f64::from(request.expires_in) * 1_000.0;
        let now = clock();
        self.answered.set_value(now);
        self.deadline.set(Some(now + left));
        // What counts down is no change of what is shown.
        request.expires_in = 0;
        let i18n = self.i18n;
        let before = self.shown();
        if let Some(before) = &before
            && before.user.id != request.user.id
        {
            self.end(At::NotYours { switched: true });
            return;
        }
        self.api.write_as(&request.user.id);
        let (screen, digest) = (Screen::of(&request), request.digest.clone());
        let is_unknown = matches!(self.course.stage_untracked(), WriteStage::Unknown(_));
        if matches!(screen, Screen::Ended(_)) && is_unknown {
            self.course.take(WriteEvent::Forget);
        }
        if before
            .as_ref()
            .is_some_and(|before| is_same(before, &request))
        {
            return;
        }
        if before.as_ref().is_none_or(|before| before.digest != digest) {
            self.ticks.set(first_ticks(&request));
            self.roles.set(request.roles.clone());
        }
        self.entitle(|| words::title(i18n, &request));
        let note = before.as_ref().and_then(|before| {
            let was = Screen::of(before);
            if was.needs_administrator() && screen == Screen::Decide {
                Some(t!(i18n, "note.approved"))
            } else if was == Screen::Decide && screen == was && before.digest != digest {
                Some(t!(i18n, "note.changed"))
            } else {
                None
            }
        });
        self.note.set(note);
        self.restart_gate();
        let caret = self.root.with_value(caret);
        self.at.set(At::Shown(Arc::new(request)));
        let moved = self.moved.try_update_value(std::mem::take) == Some(true);
        let same_screen = before.map(|before| (Screen::of(&before), before.digest.clone()));
        match same_screen {
            // Somebody goes on typing.
            Some((was, _)) if was == screen && caret.is_some() => type_on(self.root, caret),
            Some((was, before)) if was != screen || before != digest => focus_heading(self.root),
            _ if moved => focus_heading(self.root),
            _ => {}
        }
    }

    /// A read was refused, or the first one failed.
    pub fn fail(self, error: ApiError) {
        let code = error.refusal().map(|refusal| refusal.code.clone());
        self.end(match code {
            Some(ErrorCode::AuthenticationRequired) => At::SignedOut {
                way: self.shown().and_then(|request| request.switch_uri.clone()),
            },
            Some(ErrorCode::ConsentNotYours) => At::NotYours {
                switched: self.shown().is_some(),
            },
            Some(ErrorCode::SessionChanged) => At::NotYours { switched: true },
            Some(ErrorCode::NotFound) => At::Unknown,
            _ => At::Failed(error),
        });
    }

    /// Shows something in whose place nothing of the request stays.
    pub fn end(self, at: At) {
        let was_shown = !matches!(self.at.get_untracked(), At::Asking);
        self.moved.set_value(was_shown);
        if matches!(at, At::NotYours { .. } | At::SignedOut { .. }) {
            self.ticks.set(Vec::new());
            self.roles.set(Vec::new());
            self.reason.set(String::new());
        }
        if !matches!(at, At::Done(_)) {
            self.entitle(|| t!(self.i18n, "title.other"));
        }
        self.note.set(None);
        self.course.take(WriteEvent::Forget);
        self.at.set(at);
        if was_shown {
            focus_heading(self.root);
        }
    }

    /// Sets the title of the document; that of a host's page is the host's.
    fn entitle(self, title: impl Fn() -> String) {
        if self.api.host().is_none() {
            document().set_title(&title());
        }
    }

    fn restart_gate(self) {
        self.gate
            .update_value(|gate| gate.restart(is_in_view(), clock()));
    }

    /// The page came into view, or left it.
    pub fn note_view(self) {
        self.gate
            .update_value(|gate| gate.note(is_in_view(), clock()));
    }
}

/// Whether the page is visible and has the focus.
fn is_in_view() -> bool {
    !document().hidden() && document().has_focus().unwrap_or(false)
}
