//! A read that follows signals: asked anew when they change, last asked wins, aborted when its
//! page goes. What was shown stays until the next answer is there.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;

use crate::erased::{Derived, Writable, effect_now};
use leptos::task::spawn_local;

use super::error::ApiError;
use super::wait::sleep;

/// When a view says that it is still working, in milliseconds.
pub const SLOW: f64 = 5_000.0;

/// An answer of any type. What is the same for all types is in the bundle once.
type Answered = Result<Arc<dyn Any + Send + Sync>, ApiError>;
type Question = Pin<Box<dyn Future<Output = Answered>>>;

/// The state of a read.
pub struct Load<T> {
    read: Pending,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

/// A read of whatever type.
#[derive(Clone, Copy)]
pub struct Pending {
    answer: Writable<Option<Answered>>,
    /// Which failure the answer is, and why: heard of when it is another one, not at every answer.
    error: Derived<Option<(u32, ApiError)>>,
    failures: StoredValue<u32>,
    busy: Writable<bool>,
    slow: Writable<bool>,
    again: Trigger,
    /// The question, and the wait that says that it takes long.
    running: StoredValue<Option<[AbortHandle; 2]>>,
}

impl<T> From<Load<T>> for Pending {
    fn from(load: Load<T>) -> Self {
        load.read
    }
}

impl Pending {
    fn new(ask: Box<dyn Fn() -> Option<Question>>) -> Self {
        let answer = Writable::new(None::<Answered>);
        let failures = StoredValue::new(0);
        let error = Derived::new(move |_| {
            let error = answer.with(|answer| answer.as_ref()?.as_ref().err().cloned())?;
            Some((failures.get_value(), error))
        });
        let load = Self {
            answer,
            error,
            failures,
            busy: Writable::new(false),
            slow: Writable::new(false),
            again: Trigger::new(),
            running: StoredValue::new(None),
        };
        // At once: an answer takes longer than to make the views that wait for it.
        effect_now(move || {
            load.again.track();
            if let Some(question) = ask() {
                load.start(question);
            }
        });
        on_cleanup(move || load.stop());
        load
    }

    fn start(self, question: Question) {
        self.stop();
        self.busy.set(true);
        self.slow.set(false);
        let (wait, waiting) = abortable(async move {
            sleep(SLOW).await;
            self.slow.set(true);
        });
        let answered = waiting.clone();
        let (work, working) = abortable(async move {
            let answer = question.await;
            answered.abort();
            self.busy.set(false);
            self.slow.set(false);
            self.put(answer);
        });
        self.running.set_value(Some([working, waiting]));
        // Sent now, not after all that is made in this turn: an answer is under way meanwhile.
        let mut work = Box::pin(work);
        let first = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if first.is_pending() {
            let parts: [Pin<Box<dyn Future<Output = _>>>; 2] = [work, Box::pin(wait)];
            for part in parts {
                spawn_local(async move {
                    let _ = part.await;
                });
            }
        }
    }

    fn stop(self) {
        if let Some(Some(running)) = self.running.try_update_value(Option::take) {
            running.iter().for_each(AbortHandle::abort);
        }
    }

    /// Stops waiting and says so.
    pub fn cancel(self) {
        self.stop();
        self.busy.set(false);
        self.slow.set(false);
        self.put(Err(ApiError::Cancelled));
    }

    fn put(self, answer: Answered) {
        if answer.is_err() {
            self.failures.update_value(|failures| *failures += 1);
        }
        self.answer.set(Some(answer));
    }

    /// Whether a question has been under way for long. Tracked.
    pub fn is_slow(self) -> bool {
        self.slow.get()
    }

    fn ready(self) -> Option<Arc<dyn Any + Send + Sync>> {
        self.answer.with(|answer| answer.clone()?.ok())
    }

    fn error(self) -> Option<ApiError> {
        self.error.get().map(|(_, error)| error)
    }
}

impl<T: Send + Sync + Clone + 'static> Load<T> {
    /// Starts reading. `ask` is called again whenever a signal that it read changes; `None` from
    /// it means that there is nothing to ask yet.
    pub fn new<F>(ask: impl Fn() -> Option<F> + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let ask = move || {
            let question = ask()?;
            let answered: Question = Box::pin(async move {
                match question.await {
                    Ok(answer) => Ok(Arc::new(answer) as Arc<dyn Any + Send + Sync>),
                    Err(error) => Err(error),
                }
            });
            Some(answered)
        };
        Self {
            read: Pending::new(Box::new(ask)),
            of: PhantomData,
        }
    }

    /// Asks again.
    pub fn retry(self) {
        self.read.again.notify();
    }

    /// The newest good answer. Tracked.
    pub fn ready(self) -> Option<T> {
        self.read.ready()?.downcast_ref().cloned()
    }

    /// Puts an answer in place, as after a write that returned the new state.
    pub fn set(self, value: T) {
        self.read.put(Ok(Arc::new(value)));
    }

    /// Whether a question is under way. Tracked.
    pub fn busy(self) -> Signal<bool> {
        self.read.busy.into()
    }

    /// Why the newest answer is none. Tracked.
    pub fn error(self) -> Option<ApiError> {
        self.read.error()
    }
}
