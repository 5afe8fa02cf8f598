//! The machine in every situation, through every fault, and along every way of a few events.

mod answered;
mod explored;
mod matrix;
mod table;
mod unknown;

use super::{Attempt, Event, Looks, Machine, Sight, Stage, Step, Verdict};

/// A screen: does the steps, and keeps what a person would have noticed.
struct Screen {
    machine: Machine,
    /// What went out to the server, in order.
    sent: Vec<Attempt>,
    /// Looks that went out, in order.
    looks: Vec<Attempt>,
    /// How often the caller was told of an answer.
    told: u32,
    /// How often a toast told of an answer that nobody waited for.
    late: u32,
}

impl Screen {
    fn new(looks: Looks) -> Self {
        Self {
            machine: Machine::new(looks),
            sent: Vec::new(),
            looks: Vec::new(),
            told: 0,
            late: 0,
        }
    }

    fn take(&mut self, event: Event) -> Step {
        let step = self.machine.take(event);
        match step {
            Step::Send(attempt) => self.sent.push(attempt),
            Step::Look(attempt) => self.looks.push(attempt),
            Step::Tell => self.told += 1,
            Step::Late => self.late += 1,
            Step::Nothing | Step::Show => {}
        }
        step
    }

    fn stage(&self) -> Stage {
        self.machine.stage()
    }

    /// Answers what was sent last.
    fn answer(&mut self, verdict: Verdict) -> Step {
        let attempt = *self.sent.last().unwrap();
        self.take(Event::Answered(attempt, verdict))
    }

    /// Answers the look that went out last.
    fn show(&mut self, sight: Sight) -> Step {
        let attempt = *self.looks.last().unwrap();
        self.take(Event::Looked(attempt, sight))
    }
}

const SENDING: Stage = Stage::Sending { slow: false };
const SLOW: Stage = Stage::Sending { slow: true };
const REFUSED: Stage = Stage::Refused { signed_out: false };
const NOT_DONE: Event = Event::NotDone { signed_out: false };

fn pages() -> Screen {
    Screen::new(Looks::WhenAsked)
}

fn consent() -> Screen {
    Screen::new(Looks::ByItself)
}
