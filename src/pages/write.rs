//! A write under way and what became of it: one machine for saving and revoking. Success is what a
//! parsed answer says, and after an unknown outcome what is stored is looked at before anything is
//! sent again.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::access::{SignIn, error_words, use_session};
use crate::api::{Api, ApiError, Refusal, SLOW, Stored, sleep};
use crate::components::Problem;
use crate::i18n::{I18n, use_i18n};
use crate::memo::{Memo, RwSignal, effect};
use crate::ui::{Button, Toasts, use_toasts};

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
    /// No answer either.
    Failed,
    /// With this HTTP status.
    Refused(u16),
}

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy)]
pub struct Write {
    state: RwSignal<State>,
    attempts: StoredValue<Attempts>,
    toasts: Toasts,
}

/// What a write of any type answered, and who is told.
type Written = Box<dyn Any>;
type Answer = Pin<Box<dyn Future<Output = Result<Written, ApiError>>>>;
type Done = Box<dyn FnOnce(Result<Written, Box<Refusal>>)>;

#[derive(Clone, Copy, Default)]
struct Attempts {
    /// Nobody waits any more for the answer to an earlier attempt; a toast tells what it was.
    newest: u32,
    /// Whether an attempt that nobody waits for is still unanswered.
    abandoned: bool,
}

impl Write {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::Idle),
            attempts: StoredValue::new(Attempts::default()),
            toasts: use_toasts(),
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

    /// Sends what concerns the application called `name`. `done` is told of a parsed success or of
    /// a refusal, which changed nothing; once nobody waits any more, a toast says what became of it.
    pub fn send<T: 'static>(
        self,
        i18n: I18n,
        name: &str,
        answer: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(Result<T, Box<Refusal>>) + 'static,
    ) {
        let answer = async move { answer.await.map(|written| Box::new(written) as Written) };
        let done = move |answer: Result<Written, _>| match answer.map(Written::downcast) {
            Ok(Ok(written)) => done(Ok(*written)),
            Ok(Err(_)) => unreachable!("a write answers with its own type"),
            Err(refusal) => done(Err(refusal)),
        };
        self.start(Late::new(i18n, name), Box::pin(answer), Box::new(done));
    }

    /// What is the same for all types is in the bundle once.
    fn start(self, late: Late, answer: Answer, done: Done) {
        let attempt = self.next(State::Sending { slow: false });
        spawn_local(async move {
            let answer = answer.await;
            if !self.is_at(attempt) {
                let _ = self
                    .attempts
                    .try_update_value(|attempts| attempts.abandoned = false);
                self.toasts.show(late.words(answer.err()));
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
            sentence: error_words::of_refused_write(i18n, refusal),
            context_id: refusal.context_id.clone(),
            signed_out: refusal.status == 401 && !refusal.renewed,
        });
    }

    /// Says what the look at what is stored showed: nothing was changed, so far.
    pub fn say(self, i18n: I18n, sentence: String) {
        let sentence = if self.attempts.get_value().abandoned {
            [sentence, t!(i18n, "save.may_arrive")].join(" ")
        } else {
            sentence
        };
        self.state.set(State::Refused {
            sentence,
            context_id: String::new(),
            signed_out: false,
        });
    }

    /// Stops waiting. What became of it is then unknown.
    pub fn stop_waiting(self) {
        self.next(State::Idle);
        self.attempts
            .update_value(|attempts| attempts.abandoned = true);
        self.lose_sight("");
    }

    /// Forgets what became of it.
    pub fn reset(self) {
        self.next(State::Idle);
    }

    /// Looks at what is stored; `found` is told of it.
    pub fn look<T: 'static>(
        self,
        answer: impl Future<Output = Result<T, ApiError>> + 'static,
        found: impl FnOnce(T) + 'static,
    ) {
        let answer = async move { answer.await.map(|stored| Box::new(stored) as Written) };
        let found = move |stored: Written| match stored.downcast() {
            Ok(stored) => found(*stored),
            Err(_) => unreachable!("a look answers with its own type"),
        };
        self.start_look(Box::pin(answer), Box::new(found));
    }

    fn start_look(self, answer: Answer, found: Box<dyn FnOnce(Written)>) {
        let attempt = self.next(State::Unknown {
            context_id: self.context_id(),
            look: Look::Looking,
        });
        spawn_local(async move {
            let answer = answer.await;
            if !self.is_at(attempt) {
                return;
            }
            match answer {
                Ok(now) => found(now),
                Err(error) => self.state.set(State::Unknown {
                    context_id: error.context_id().to_owned(),
                    look: match error.refusal() {
                        Some(refusal) if refusal.status < 500 => Look::Refused(refusal.status),
                        _ => Look::Failed,
                    },
                }),
            }
        });
    }

    /// Looks at the authorization of a client.
    pub fn look_at(self, api: Api, client_id: String, found: impl FnOnce(Stored) + 'static) {
        self.look(
            async move { api.get_authorization(&client_id).await },
            found,
        );
    }

    fn next(self, state: State) -> u32 {
        self.attempts.update_value(|attempts| attempts.newest += 1);
        self.state.set(state);
        self.attempts.get_value().newest
    }

    fn is_at(self, attempt: u32) -> bool {
        self.attempts
            .try_get_value()
            .is_some_and(|attempts| attempts.newest == attempt)
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

    fn look_state(self) -> Option<Look> {
        self.state.with(|state| match state {
            State::Unknown { look, .. } => Some(*look),
            _ => None,
        })
    }
}

/// What is said of an answer that nobody waits for any more. Made when it is sent: the language of
/// the pages may be another one by then.
struct Late {
    done: String,
    unknown: String,
    refused: String,
}

impl Late {
    fn new(i18n: I18n, name: &str) -> Self {
        Self {
            done: t!(i18n, "save.late_done", name = name),
            unknown: t!(i18n, "save.late_unknown", name = name),
            refused: t!(i18n, "save.late_refused", name = name),
        }
    }

    fn words(self, error: Option<ApiError>) -> String {
        match error {
            None => self.done,
            Some(error) if error.outcome_unknown() => self.unknown,
            Some(_) => self.refused,
        }
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
    let signed_out = Memo::new(move |_| {
        write.state.with(|state| {
            matches!(
                state,
                State::Refused {
                    signed_out: true,
                    ..
                }
            )
        })
    });
    effect(move || {
        if signed_out.get() && !session.is_ended() {
            write.reset();
        }
    });
    let look = Memo::new(move |_| write.look_state());
    let looking = Signal::derive(move || {
        (look.get() == Some(Look::Looking)).then(|| t!(i18n, "revoke.looking"))
    });
    let told = Memo::new(move |_| match write.state.get() {
        State::Refused {
            sentence,
            context_id,
            ..
        } => Some((sentence, context_id)),
        State::Sending { slow: true } => Some((t!(i18n, "loading.slow"), String::new())),
        _ => None,
    });
    let failed = move || match look.get() {
        Some(Look::Failed) => Some(t!(i18n, "save.look_failed")),
        Some(Look::Refused(status)) => {
            Some(t!(i18n, "save.look_refused", status = status.to_string()))
        }
        _ => None,
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
                    view! {
                        <Problem sentence=sentence.into_any() context_id/>
                        {move || signed_out.get().then(|| view! { <SignIn/> }.into_any())}
                    }
                        .into_any()
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
