//! A read that follows signals: asked anew when they change, last asked wins, aborted when its
//! page goes. What was shown stays until the next answer is there.

use std::future::Future;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::error::ApiError;
use super::wait::sleep;

/// When a view says that it is still working, in milliseconds.
pub const SLOW: f64 = 5_000.0;

/// The state of a read.
pub struct Load<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, ApiError>>>,
    busy: RwSignal<bool>,
    slow: RwSignal<bool>,
    again: Trigger,
    running: StoredValue<Option<AbortHandle>>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

impl<T: Send + Sync + Clone + 'static> Load<T> {
    /// Starts reading. `ask` is called again whenever a signal that it read changes; `None` from
    /// it means that there is nothing to ask yet.
    pub fn new<F>(ask: impl Fn() -> Option<F> + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let load = Self {
            answer: RwSignal::new(None),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
            again: Trigger::new(),
            running: StoredValue::new(None),
        };
        Effect::new(move || {
            load.again.track();
            if let Some(question) = ask() {
                load.start(question);
            }
        });
        on_cleanup(move || load.stop());
        load
    }

    fn start<F: Future<Output = Result<T, ApiError>> + 'static>(self, question: F) {
        self.stop();
        self.busy.set(true);
        self.slow.set(false);
        let (work, handle) = abortable(async move {
            let answer = question.await;
            self.busy.set(false);
            self.slow.set(false);
            self.answer.set(Some(answer));
        });
        self.running.set_value(Some(handle.clone()));
        spawn_local(async move {
            let _ = work.await;
        });
        spawn_local(async move {
            sleep(SLOW).await;
            // The page may be gone, or another question under way.
            if !handle.is_aborted() && self.busy.try_get_untracked() == Some(true) {
                self.slow.set(true);
            }
        });
    }

    fn stop(self) {
        if let Some(Some(handle)) = self.running.try_update_value(Option::take) {
            handle.abort();
        }
    }

    /// Asks again.
    pub fn retry(self) {
        self.again.notify();
    }

    /// Stops waiting and says so.
    pub fn cancel(self) {
        self.stop();
        self.busy.set(false);
        self.slow.set(false);
        self.answer.set(Some(Err(ApiError::Cancelled)));
    }

    /// The newest answer; `None` until there is one. Tracked.
    pub fn get(self) -> Option<Result<T, ApiError>> {
        self.answer.get()
    }

    /// The newest good answer. Tracked.
    pub fn ready(self) -> Option<T> {
        self.answer.with(|answer| {
            answer
                .as_ref()
                .and_then(|answer| answer.as_ref().ok().cloned())
        })
    }

    /// Puts an answer in place, as after a write that returned the new state.
    pub fn set(self, value: T) {
        self.answer.set(Some(Ok(value)));
    }

    /// Whether a question is under way. Tracked.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Whether it has been under way for long. Tracked.
    pub fn slow(self) -> Signal<bool> {
        self.slow.into()
    }

    /// Why the newest answer is none. Tracked.
    pub fn error(self) -> Option<ApiError> {
        self.answer.with(|answer| {
            answer
                .as_ref()
                .and_then(|answer| answer.as_ref().err().cloned())
        })
    }
}
