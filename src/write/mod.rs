//! The rules of a write, as a value: it is sent once, it may take long, it is refused, or nobody
//! knows what became of it. Then what is stored is looked at before anything is sent again.
//!
//! The machine knows neither the network nor the screen. A screen tells it what happened
//! ([`WriteEvent`]) and does what it says ([`WriteStep`]). Only a person's [`WriteEvent::Press`]
//! makes it say [`WriteStep::Send`].

mod terms;
#[cfg(test)]
mod tests;

pub use terms::{
    Attempt, LookAnswer, LookStage, Looks, WriteAnswer, WriteEvent, WriteStage, WriteStep,
};

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    looks: Looks,
    stage: WriteStage,
    wait: Wait,
    newest: Attempt,
    /// How many attempts nobody waits for are still unanswered.
    abandoned: u32,
    /// An answer said nothing, and no look has shown since what is stored.
    unseen: bool,
}

/// What the newest attempt waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    Nothing,
    /// The answer to what was sent.
    Answer,
    /// The answer to a look.
    Look,
    /// What the caller makes of an answer.
    Caller,
}

impl Machine {
    /// Nothing is under way.
    pub fn new(looks: Looks) -> Self {
        Self {
            looks,
            stage: WriteStage::Idle,
            wait: Wait::Nothing,
            newest: Attempt(0),
            abandoned: 0,
            unseen: false,
        }
    }

    /// Where it stands.
    pub fn stage(&self) -> WriteStage {
        self.stage
    }

    /// Whether an attempt is the newest, and nothing ended it.
    pub fn is_at(&self, attempt: Attempt) -> bool {
        self.newest == attempt
    }

    /// Whether an attempt that nobody waits for may still arrive, although a look showed that
    /// nothing was changed.
    pub fn may_arrive(&self) -> bool {
        self.abandoned > 0
    }

    /// Whether something was sent of which neither an answer nor a look has said what became of
    /// it. Outlives [`WriteEvent::Forget`].
    pub fn is_in_doubt(&self) -> bool {
        self.unseen || self.abandoned > 0
    }

    /// Takes an event, and says what to do.
    pub fn take(&mut self, event: WriteEvent) -> WriteStep {
        match event {
            WriteEvent::Press => self.press(),
            WriteEvent::Slow(attempt) => self.slow(attempt),
            WriteEvent::Answered(attempt, answer) => self.answered(attempt, answer),
            WriteEvent::NotDone { signed_out } if self.wait == Wait::Caller => {
                self.rest(WriteStage::Refused { signed_out })
            }
            WriteEvent::Pause(seconds) if self.is_told_of_answer() => {
                self.rest(WriteStage::Paused(seconds))
            }
            WriteEvent::Second(attempt) => self.second(attempt),
            WriteEvent::Check => self.check(),
            WriteEvent::Looked(attempt, answer) => self.looked(attempt, answer),
            WriteEvent::Stop if matches!(self.stage, WriteStage::Sending { .. }) => {
                self.abandon();
                self.rest(WriteStage::Unknown(LookStage::NotYet))
            }
            WriteEvent::SignedIn if self.stage == (WriteStage::Refused { signed_out: true }) => {
                self.rest(WriteStage::Idle)
            }
            WriteEvent::Forget => {
                self.abandon();
                self.rest(WriteStage::Idle)
            }
            WriteEvent::NotDone { .. }
            | WriteEvent::Pause(_)
            | WriteEvent::Stop
            | WriteEvent::SignedIn => WriteStep::Nothing,
        }
    }

    fn press(&mut self) -> WriteStep {
        if !matches!(self.stage, WriteStage::Idle | WriteStage::Refused { .. }) {
            return WriteStep::Nothing;
        }
        self.next();
        self.stage = WriteStage::Sending { slow: false };
        self.wait = Wait::Answer;
        WriteStep::Send(self.newest)
    }

    fn slow(&mut self, attempt: Attempt) -> WriteStep {
        if !self.is_at(attempt) || self.stage != (WriteStage::Sending { slow: false }) {
            return WriteStep::Nothing;
        }
        self.stage = WriteStage::Sending { slow: true };
        WriteStep::Show
    }

    fn answered(&mut self, attempt: Attempt, answer: WriteAnswer) -> WriteStep {
        if !self.is_at(attempt) {
            self.abandoned = self.abandoned.saturating_sub(1);
            self.unseen |= answer == WriteAnswer::Unknown;
            return WriteStep::Late;
        }
        if self.wait != Wait::Answer {
            return WriteStep::Nothing;
        }
        match (answer, self.looks) {
            (WriteAnswer::Done | WriteAnswer::Refused, _) => {
                self.wait = Wait::Caller;
                WriteStep::Tell
            }
            (WriteAnswer::Unknown, Looks::ByItself) => {
                self.unseen = true;
                self.wait = Wait::Look;
                WriteStep::Look(attempt)
            }
            (WriteAnswer::Unknown, Looks::WhenAsked) => {
                self.unseen = true;
                self.rest(WriteStage::Unknown(LookStage::NotYet))
            }
        }
    }

    fn check(&mut self) -> WriteStep {
        let is_refused = self.is_told_of_answer();
        let is_unknown =
            matches!(self.stage, WriteStage::Unknown(look) if look != LookStage::Looking);
        if !is_refused && !is_unknown {
            return WriteStep::Nothing;
        }
        self.next();
        self.wait = Wait::Look;
        self.stage = match self.looks {
            Looks::WhenAsked => WriteStage::Unknown(LookStage::Looking),
            Looks::ByItself => WriteStage::Sending { slow: false },
        };
        WriteStep::Look(self.newest)
    }

    fn looked(&mut self, attempt: Attempt, answer: LookAnswer) -> WriteStep {
        if !self.is_at(attempt) || self.wait != Wait::Look {
            return WriteStep::Nothing;
        }
        match answer {
            LookAnswer::Seen => {
                self.unseen = false;
                self.wait = Wait::Caller;
                WriteStep::Tell
            }
            LookAnswer::Refused(status) => {
                self.rest(WriteStage::Unknown(LookStage::Refused(status)))
            }
            LookAnswer::Failed => self.rest(WriteStage::Unknown(LookStage::Failed)),
        }
    }

    fn second(&mut self, attempt: Attempt) -> WriteStep {
        match self.stage {
            WriteStage::Paused(left) if self.is_at(attempt) => {
                if left > 1 {
                    self.rest(WriteStage::Paused(left - 1))
                } else {
                    self.stage = WriteStage::Idle;
                    WriteStep::Tell
                }
            }
            _ => WriteStep::Nothing,
        }
    }

    /// Whether the caller has yet to say what it makes of a success or a refusal.
    fn is_told_of_answer(&self) -> bool {
        self.wait == Wait::Caller && matches!(self.stage, WriteStage::Sending { .. })
    }

    /// Ends the newest attempt; its answer, if it has none, is not waited for any more.
    fn abandon(&mut self) {
        if self.wait == Wait::Answer {
            self.abandoned += 1;
        }
        self.next();
    }

    fn next(&mut self) {
        self.newest = Attempt(self.newest.0.wrapping_add(1));
    }

    /// Nothing is waited for any more.
    fn rest(&mut self, stage: WriteStage) -> WriteStep {
        self.stage = stage;
        self.wait = Wait::Nothing;
        WriteStep::Show
    }
}
