//! The course of a write on a screen: keeps its [`Machine`], shows its stage to the views, and
//! notices when the answer takes long.

use leptos::prelude::{StoredValue, UpdateValue, WithValue};
use leptos::task::spawn_local;

use crate::api::{SLOW, sleep};
use crate::erased::Writable;
use crate::write::{Attempt, Looks, Machine, WriteEvent, WriteStage, WriteStep};

/// What a screen knows of one write. It ends with its owner.
#[derive(Clone, Copy)]
pub struct Course {
    machine: StoredValue<Machine>,
    stage: Writable<WriteStage>,
}

impl Course {
    /// Nothing is under way.
    pub fn new(looks: Looks) -> Self {
        let machine = Machine::new(looks);
        Self {
            stage: Writable::new(machine.stage()),
            machine: StoredValue::new(machine),
        }
    }

    /// Tells the machine of an event. What it answers is to be done by the caller.
    pub fn take(self, event: WriteEvent) -> WriteStep {
        let taken = self
            .machine
            .try_update_value(|machine| (machine.take(event), machine.stage()));
        let Some((step, stage)) = taken else {
            return event.without_screen();
        };
        // Views that hear of the same stage again would be made anew, and announced again.
        if self.stage.try_get_untracked() != Some(stage) {
            self.stage.set(stage);
        }
        if let WriteStep::Send(attempt) = step {
            spawn_local(async move {
                sleep(SLOW).await;
                self.take(WriteEvent::Slow(attempt));
            });
        }
        step
    }

    /// Where it stands. Tracked.
    pub fn stage(self) -> WriteStage {
        self.stage.get()
    }

    /// Where it stands, not tracked.
    pub fn stage_untracked(self) -> WriteStage {
        self.stage.get_untracked()
    }

    /// Whether an attempt is the newest, and nothing ended it. False where the screen is gone.
    pub fn is_at(self, attempt: Attempt) -> bool {
        self.ask(|machine| machine.is_at(attempt))
    }

    /// See [`Machine::may_arrive`].
    pub fn may_arrive(self) -> bool {
        self.ask(Machine::may_arrive)
    }

    /// See [`Machine::is_in_doubt`].
    pub fn is_in_doubt(self) -> bool {
        self.ask(Machine::is_in_doubt)
    }

    fn ask(self, of: impl FnOnce(&Machine) -> bool) -> bool {
        self.machine.try_with_value(of).unwrap_or_default()
    }
}
