//! A write under way and what became of it: one machine for saving and revoking. Success is what a
//! parsed answer says, and after an unknown outcome what is stored is looked at before anything is
//! sent again.

use std::future::Future;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::access::use_session;
use crate::api::{Api, ApiError, Refusal, SLOW, Stored, sleep};
use crate::components::{Problem, words};
use crate::i18n::{I18n, use_i18n};
use crate::memo::{Memo, RwSignal, effect};
use crate::ui::Button;

/// Where a write stands.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Idle,
    Sending {
        slow: bool,
    },
    /// Nothing was changed.
    Refused {
        sentence: String,
        context_id: String,
        /// Over once somebody is signed in again.
        signed_out: bool,
    },
    /// No answer that says what happened.
    Unknown {
        context_id: String,
        look: Look,
    },
}

/// Where the look at what is stored stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    NotYet,
    Looking,
    Failed,
}

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy)]
pub struct Write {
    state: RwSignal<State>,
    /// An answer to an earlier attempt changes nothing any more.
    attempt: StoredValue<u32>,
}

impl Write {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::Idle),
            attempt: StoredValue::new(0),
        }
    }

    /// Whether it was sent and not answered yet. Tracked.
    pub fn is_sending(self) -> bool {
        self.state
            .with(|state| matches!(state, State::Sending { .. }))
    }

    /// Whether that has taken long. Tracked.
    pub fn is_slow(self) -> bool {
        self.state
            .with(|state| *state == State::Sending { slow: true })
    }

    /// Whether nobody knows what became of it. Tracked.
    pub fn is_unknown(self) -> bool {
        self.state
            .with(|state| matches!(state, State::Unknown { .. }))
    }

    /// Sends. `done` is told of a parsed success or of a refusal, which changed nothing.
    pub fn send<T: 'static>(
        self,
        answer: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(Result<T, Box<Refusal>>) + 'static,
    ) {
        let attempt = self.next(State::Sending { slow: false });
        spawn_local(async move {
            let answer = answer.await;
            if !self.is_at(attempt) {
                return;
            }
            match answer {
                Ok(written) => done(Ok(written)),
                Err(ApiError::Refused(refusal)) if refusal.status < 500 => done(Err(refusal)),
                Err(error) => self.lose_sight(error.context_id()),
            }
        });
        spawn_local(async move {
            sleep(SLOW).await;
            if self.is_at(attempt)
                && self.state.try_get_untracked() == Some(State::Sending { slow: false })
            {
                self.state.set(State::Sending { slow: true });
            }
        });
    }

    /// Says that it was refused: nothing was changed.
    pub fn refuse(self, i18n: I18n, refusal: &Refusal) {
        self.state.set(State::Refused {
            sentence: words::of_refused_write(i18n, refusal),
            context_id: refusal.context_id.clone(),
            signed_out: refusal.status == 401,
        });
    }

    /// Says what the look at what is stored showed: nothing was changed.
    pub fn say(self, sentence: String) {
        self.state.set(State::Refused {
            sentence,
            context_id: String::new(),
            signed_out: false,
        });
    }

    /// Stops waiting. What became of it is then unknown.
    pub fn stop_waiting(self) {
        self.next(State::Idle);
        self.lose_sight("");
    }

    /// Forgets what became of it.
    pub fn reset(self) {
        self.next(State::Idle);
    }

    /// Looks at what is stored; `found` is told of it.
    pub fn look(self, api: Api, client_id: String, found: impl FnOnce(Stored) + 'static) {
        let attempt = self.next(State::Unknown {
            context_id: self.context_id(),
            look: Look::Looking,
        });
        spawn_local(async move {
            let answer = api.get_authorization(&client_id).await;
            if !self.is_at(attempt) {
                return;
            }
            match answer {
                Ok(now) => found(now),
                Err(error) => self.state.set(State::Unknown {
                    context_id: error.context_id().to_owned(),
                    look: Look::Failed,
                }),
            }
        });
    }

    fn next(self, state: State) -> u32 {
        let attempt = self.attempt.get_value() + 1;
        self.attempt.set_value(attempt);
        self.state.set(state);
        attempt
    }

    fn is_at(self, attempt: u32) -> bool {
        self.attempt.try_get_value() == Some(attempt)
    }

    fn lose_sight(self, context_id: &str) {
        self.state.set(State::Unknown {
            context_id: context_id.to_owned(),
            look: Look::NotYet,
        });
    }

    fn context_id(self) -> String {
        self.state.with_untracked(|state| match state {
            State::Unknown { context_id, .. } => context_id.clone(),
            _ => String::new(),
        })
    }

    fn look_stands(self, at: Look) -> bool {
        self.state
            .with(|state| matches!(state, State::Unknown { look, .. } if *look == at))
    }
}

/// What became of a write, where it is not a success. Takes the focus where a button that was
/// pressed goes away.
#[component]
pub fn Outcome(
    /// The write.
    write: Write,
    /// What is said while nobody knows what became of it.
    unknown: String,
    /// Looks at what is stored.
    #[prop(into)]
    on_check: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let element = NodeRef::<html::Div>::new();
    let is_unknown = Memo::new(move |_| write.is_unknown());
    let was_unknown = StoredValue::new(false);
    effect(move || {
        let is = is_unknown.get();
        let refused = write
            .state
            .with_untracked(|state| matches!(state, State::Refused { .. }));
        if was_unknown.get_value() != is
            && (is || refused)
            && let Some(element) = element.get_untracked()
        {
            let _ = element.focus();
        }
        was_unknown.set_value(is);
    });
    effect(move || {
        let is_over = write.state.with(|state| {
            matches!(
                state,
                State::Refused {
                    signed_out: true,
                    ..
                }
            )
        });
        if is_over && !session.is_ended() {
            write.reset();
        }
    });
    let looking =
        Signal::derive(move || write.look_stands(Look::Looking).then(|| t!(i18n, "revoke.looking")));
    let told = Memo::new(move |_| match write.state.get() {
        State::Refused {
            sentence,
            context_id,
            ..
        } => Some((sentence, context_id)),
        State::Sending { slow: true } => Some((t!(i18n, "loading.slow"), String::new())),
        _ => None,
    });
    let failed = move || {
        write
            .look_stands(Look::Failed)
            .then(|| t!(i18n, "save.look_failed"))
    };
    let unknown_id = Memo::new(move |_| {
        write.state.with(|state| match state {
            State::Unknown { context_id, .. } => context_id.clone(),
            _ => String::new(),
        })
    });
    view! {
        <div class="outcome" role="alert" tabindex="-1" node_ref=element>
            {move || match told.get() {
                Some((sentence, _)) if write.is_slow() => view! { <p>{sentence}</p> }.into_any(),
                Some((sentence, context_id)) => {
                    view! { <Problem sentence=sentence.into_any() context_id/> }.into_any()
                }
                None => ().into_any(),
            }}
            {move || {
                is_unknown
                    .get()
                    .then(|| {
                        let sentence = view! { {unknown.clone()} " " {move || failed()} }.into_any();
                        view! {
                            <Problem sentence context_id=unknown_id.get_untracked()/>
                            <Button blocked=looking on_press=on_check>{t!(i18n, "save.check")}</Button>
                        }
                            .into_any()
                    })
            }}
        </div>
    }
}
