//! The rules of a write, as a value: it is sent once, it may take long, it is refused, or nobody
//! knows what became of it. Then what is stored is looked at before anything is sent again.
//!
//! The machine knows neither the network nor the screen. A screen tells it what happened
//! ([`Event`]) and does what it says ([`Step`]). Only a person's [`Event::Press`] makes it say
//! [`Step::Send`].

mod terms;
#[cfg(test)]
mod tests;

pub use terms::{Attempt, Event, Look, Looks, Sight, Stage, Step, Verdict};

/// One thing that is written, at most one attempt at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    looks: Looks,
    stage: Stage,
    wait: Wait,
    newest: Attempt,
    /// How many attempts nobody waits for are still unanswered.
    abandoned: u32,
    in_doubt: bool,
}

/// What the newest attempt waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    Nothing,
    /// The answer to what was sent.
    Answer,
    /// The answer to a look.
    Sight,
    /// What the caller makes of an answer.
    Caller,
}

impl Machine {
    /// Nothing is under way.
    pub fn new(looks: Looks) -> Self {
        Self {
            looks,
            stage: Stage::Idle,
            wait: Wait::Nothing,
            newest: Attempt(0),
            abandoned: 0,
            in_doubt: false,
        }
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
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
    /// it. Outlives [`Event::Forget`].
    pub fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    /// Takes an event, and says what to do.
    pub fn take(&mut self, event: Event) -> Step {
        match event {
            Event::Press => self.press(),
            Event::Slow(attempt) => self.slow(attempt),
            Event::Answered(attempt, verdict) => self.answered(attempt, verdict),
            Event::NotDone { signed_out } if self.wait == Wait::Caller => {
                self.rest(Stage::Refused { signed_out })
            }
            Event::Pause(seconds) if self.is_told_of_answer() => {
                self.rest(Stage::Paused(seconds.max(1)))
            }
            Event::Second(attempt) => self.second(attempt),
            Event::Check => self.check(),
            Event::Looked(attempt, sight) => self.looked(attempt, sight),
            Event::Stop if matches!(self.stage, Stage::Sending { .. }) => {
                self.abandon();
                self.rest(Stage::Unknown(Look::NotYet))
            }
            Event::SignedIn if self.stage == (Stage::Refused { signed_out: true }) => {
                self.rest(Stage::Idle)
            }
            Event::Forget => {
                self.abandon();
                self.rest(Stage::Idle)
            }
            Event::NotDone { .. } | Event::Pause(_) | Event::Stop | Event::SignedIn => {
                Step::Nothing
            }
        }
    }

    fn press(&mut self) -> Step {
        if !matches!(self.stage, Stage::Idle | Stage::Refused { .. }) {
            return Step::Nothing;
        }
        self.next();
        self.stage = Stage::Sending { slow: false };
        self.wait = Wait::Answer;
        Step::Send(self.newest)
    }

    fn slow(&mut self, attempt: Attempt) -> Step {
        if !self.is_at(attempt) || self.stage != (Stage::Sending { slow: false }) {
            return Step::Nothing;
        }
        self.stage = Stage::Sending { slow: true };
        Step::Show
    }

    fn answered(&mut self, attempt: Attempt, verdict: Verdict) -> Step {
        if !self.is_at(attempt) {
            self.abandoned = self.abandoned.saturating_sub(1);
            return Step::Late;
        }
        if self.wait != Wait::Answer {
            return Step::Nothing;
        }
        match (verdict, self.looks) {
            (Verdict::Done | Verdict::Refused, _) => {
                self.wait = Wait::Caller;
                Step::Tell
            }
            (Verdict::Unknown, Looks::ByItself) => {
                self.in_doubt = true;
                self.wait = Wait::Sight;
                Step::Look(attempt)
            }
            (Verdict::Unknown, Looks::WhenAsked) => {
                self.in_doubt = true;
                self.rest(Stage::Unknown(Look::NotYet))
            }
        }
    }

    fn check(&mut self) -> Step {
        let is_refused = self.is_told_of_answer();
        let is_unknown = matches!(self.stage, Stage::Unknown(look) if look != Look::Looking);
        if !is_refused && !is_unknown {
            return Step::Nothing;
        }
        self.next();
        self.wait = Wait::Sight;
        self.stage = match self.looks {
            Looks::WhenAsked => Stage::Unknown(Look::Looking),
            Looks::ByItself => Stage::Sending { slow: false },
        };
        Step::Look(self.newest)
    }

    fn looked(&mut self, attempt: Attempt, sight: Sight) -> Step {
        if !self.is_at(attempt) || self.wait != Wait::Sight {
            return Step::Nothing;
        }
        match sight {
            Sight::Seen => {
                self.in_doubt = false;
                self.wait = Wait::Caller;
                Step::Tell
            }
            Sight::Refused(status) => self.rest(Stage::Unknown(Look::Refused(status))),
            Sight::Failed => self.rest(Stage::Unknown(Look::Failed)),
        }
    }

    fn second(&mut self, attempt: Attempt) -> Step {
        match self.stage {
            Stage::Paused(left) if self.is_at(attempt) => {
                if left > 1 {
                    self.rest(Stage::Paused(left - 1))
                } else {
                    self.stage = Stage::Idle;
                    Step::Tell
                }
            }
            _ => Step::Nothing,
        }
    }

    /// Whether the caller has yet to say what it makes of a success or a refusal.
    fn is_told_of_answer(&self) -> bool {
        self.wait == Wait::Caller && matches!(self.stage, Stage::Sending { .. })
    }

    /// Ends the newest attempt; its answer, if it has none, is not waited for any more.
    fn abandon(&mut self) {
        if self.wait == Wait::Answer {
            self.abandoned += 1;
            self.in_doubt = true;
        }
        self.next();
    }

    fn next(&mut self) {
        self.newest = Attempt(self.newest.0.wrapping_add(1));
    }

    /// Nothing is waited for any more.
    fn rest(&mut self, stage: Stage) -> Step {
        self.stage = stage;
        self.wait = Wait::Nothing;
        Step::Show
    }
}
