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
use crate::api::{Api, ApiError, Refusal, Stored};
use crate::components::words;
use crate::course::Course;
use crate::i18n::I18n;
use crate::memo::RwSignal;
use crate::ui::{Toasts, use_toasts};
use crate::write::{Event, Look, Looks, Stage, Step};

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy)]
pub struct Write {
    course: Course,
    said: RwSignal<Said>,
    toasts: Toasts,
}

/// What is said of a refusal or of an unknown outcome.
#[derive(Clone, Default, PartialEq)]
struct Said {
    sentence: String,
    /// Id of the request; empty if there is none.
    context_id: String,
}

/// What a write of any type answered, and who is told.
type Written = Box<dyn Any>;
type Answer = Pin<Box<dyn Future<Output = Result<Written, ApiError>>>>;
type Done = Box<dyn FnOnce(Result<Written, Box<Refusal>>)>;

impl Write {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            course: Course::new(Looks::WhenAsked),
            said: RwSignal::new(Said::default()),
            toasts: use_toasts(),
        }
    }

    /// Whether it was sent and not answered yet. Tracked.
    pub fn is_sending(self) -> bool {
        matches!(self.course.stage(), Stage::Sending { .. })
    }

    /// Whether that has taken long. Tracked.
    pub fn is_slow(self) -> bool {
        self.course.stage() == Stage::Sending { slow: true }
    }

    /// Whether nobody knows what became of it. Tracked.
    pub fn is_unknown(self) -> bool {
        matches!(self.course.stage(), Stage::Unknown(_))
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
    fn start(self, late: Late, answer: Answer, done: Done) {
        let Step::Send(attempt) = self.course.take(Event::Press) else {
            return;
        };
        self.said.set(Said::default());
        spawn_local(async move {
            let answer = answer.await;
            let error = answer.as_ref().err();
            match self
                .course
                .take(Event::Answered(attempt, ApiError::verdict(error)))
            {
                Step::Tell => match answer {
                    Ok(written) => done(Ok(written)),
                    Err(ApiError::Refused(refusal)) => done(Err(refusal)),
                    Err(_) => {}
                },
                Step::Late => self.toasts.show(late.words(error)),
                Step::Show => self.note_id(error),
                Step::Nothing | Step::Send(_) | Step::Look(_) => {}
            }
        });
    }

    /// Says that it was refused: nothing was changed.
    pub fn refuse(self, i18n: I18n, refusal: &Refusal) {
        let said = Said {
            sentence: words::of_refused_write(i18n, refusal),
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
        let said = Said {
            sentence,
            context_id: String::new(),
        };
        self.not_done(said, false);
    }

    fn not_done(self, said: Said, signed_out: bool) {
        if self.course.take(Event::NotDone { signed_out }) == Step::Show {
            self.said.set(said);
        }
    }

    /// Stops waiting. What became of it is then unknown.
    pub fn stop_waiting(self) {
        self.course.take(Event::Stop);
    }

    /// Forgets what became of it.
    pub fn reset(self) {
        self.course.take(Event::Forget);
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
        let Step::Look(attempt) = self.course.take(Event::Check) else {
            return;
        };
        spawn_local(async move {
            let answer = answer.await;
            let error = answer.as_ref().err();
            match self
                .course
                .take(Event::Looked(attempt, ApiError::sight(error)))
            {
                Step::Tell => {
                    if let Ok(stored) = answer {
                        found(stored);
                    }
                }
                Step::Show => self.note_id(error),
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
        self.said.set(Said {
            sentence: String::new(),
            context_id: error.map_or("", ApiError::context_id).to_owned(),
        });
    }

    fn look_state(self) -> Option<Look> {
        match self.course.stage() {
            Stage::Unknown(look) => Some(look),
            _ => None,
        }
    }
}
