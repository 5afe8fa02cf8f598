//! A write of the pages: sends by the rules of [`crate::write`], keeps the words of what became of
//! it, and tells in a toast of an answer that nobody waits for any more.

mod late;
mod outcome;

use std::any::Any;
use std::future::Future;
use std::pin::Pin;

use leptos::task::spawn_local;

use self::late::Late;
pub use self::outcome::Outcome;
use crate::access::error_words;
use crate::api::{Api, ApiError, Refusal, Stored};
use crate::course::Course;
use crate::erased::Writable;
use crate::i18n::I18n;
use crate::ui::{Toasts, use_toasts};
use crate::write::{LookStage, Looks, WriteEvent, WriteStage, WriteStep};

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy)]
pub struct Write {
    course: Course,
    explanation: Writable<Explanation>,
    toasts: Toasts,
}

/// What is said of a refusal or of an unknown outcome.
#[derive(Clone, Default, PartialEq)]
struct Explanation {
    sentence: String,
    /// Id of the request; empty if there is none.
    context_id: String,
}

/// What a write of any type answered, and who is told.
type Written = Box<dyn Any>;
type Awaited = Pin<Box<dyn Future<Output = Result<Written, ApiError>>>>;
type Told = Box<dyn FnOnce(Result<Written, Box<Refusal>>)>;

impl Write {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            course: Course::new(Looks::WhenAsked),
            explanation: Writable::new(Explanation::default()),
            toasts: use_toasts(),
        }
    }

    /// Whether it was sent and not answered yet. Tracked.
    pub fn is_sending(self) -> bool {
        matches!(self.course.stage(), WriteStage::Sending { .. })
    }

    /// Whether that has taken long. Tracked.
    pub fn is_slow(self) -> bool {
        self.course.stage() == WriteStage::Sending { slow: true }
    }

    /// Whether nobody knows what became of it. Tracked.
    pub fn is_unknown(self) -> bool {
        matches!(self.course.stage(), WriteStage::Unknown(_))
    }

    /// Sends what concerns the application called `name`; nothing while an attempt is under way
    /// or of unknown outcome. `done` is told of a parsed success or of a refusal, which changed
    /// nothing; once nobody waits any more, a toast says what became of it.
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
    fn start(self, late: Late, answer: Awaited, done: Told) {
        let WriteStep::Send(attempt) = self.course.take(WriteEvent::Press) else {
            return;
        };
        self.explanation.set(Explanation::default());
        spawn_local(async move {
            let answer = answer.await;
            let error = answer.as_ref().err();
            match self
                .course
                .take(WriteEvent::Answered(attempt, ApiError::write_answer(error)))
            {
                WriteStep::Tell => match answer {
                    Ok(written) => done(Ok(written)),
                    Err(ApiError::Refused(refusal)) => done(Err(refusal)),
                    Err(_) => {}
                },
                WriteStep::Late => self.toasts.show(late.words(error)),
                WriteStep::Show => self.note_id(error),
                WriteStep::Nothing | WriteStep::Send(_) | WriteStep::Look(_) => {}
            }
        });
    }

    /// Says that it was refused: nothing was changed.
    pub fn refuse(self, i18n: I18n, refusal: &Refusal) {
        let said = Explanation {
            sentence: error_words::of_refused_write(i18n, refusal),
            context_id: refusal.context_id.clone(),
        };
        self.not_done(said, refusal.status == 401 && !refusal.renewed);
    }

    /// Says what the look at what is stored showed: nothing was changed, so far.
    pub fn say(self, i18n: I18n, sentence: String) {
        let sentence = if self.course.may_arrive() {
            [sentence, t!(i18n, "save.may_arrive")].join(" ")
        } else {
            sentence
        };
        let said = Explanation {
            sentence,
            context_id: String::new(),
        };
        self.not_done(said, false);
    }

    fn not_done(self, said: Explanation, signed_out: bool) {
        if self.course.take(WriteEvent::NotDone { signed_out }) == WriteStep::Show {
            self.explanation.set(said);
        }
    }

    /// Stops waiting. What became of it is then unknown.
    pub fn stop_waiting(self) {
        self.course.take(WriteEvent::Stop);
    }

    /// Forgets what became of it.
    pub fn reset(self) {
        self.course.take(WriteEvent::Forget);
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

    fn start_look(self, answer: Awaited, found: Box<dyn FnOnce(Written)>) {
        let WriteStep::Look(attempt) = self.course.take(WriteEvent::Check) else {
            return;
        };
        spawn_local(async move {
            let answer = answer.await;
            let error = answer.as_ref().err();
            match self
                .course
                .take(WriteEvent::Looked(attempt, ApiError::look_answer(error)))
            {
                WriteStep::Tell => {
                    if let Ok(stored) = answer {
                        found(stored);
                    }
                }
                WriteStep::Show => self.note_id(error),
                _ => {}
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

    /// Keeps the id of a request that said nothing about what is stored.
    fn note_id(self, error: Option<&ApiError>) {
        self.explanation.set(Explanation {
            sentence: String::new(),
            context_id: error.map_or("", ApiError::context_id).to_owned(),
        });
    }

    fn look_state(self) -> Option<LookStage> {
        match self.course.stage() {
            WriteStage::Unknown(look) => Some(look),
            _ => None,
        }
    }
}
