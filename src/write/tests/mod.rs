//! The machine in every situation, through every fault, and along every way of a few events.

mod answered;
mod explored;
mod matrix;
mod table;
mod unknown;

use super::{Attempt, LookAnswer, Looks, Machine, WriteAnswer, WriteEvent, WriteStage, WriteStep};

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

    fn take(&mut self, event: WriteEvent) -> WriteStep {
        let step = self.machine.take(event);
        match step {
            WriteStep::Send(attempt) => self.sent.push(attempt),
            WriteStep::Look(attempt) => self.looks.push(attempt),
            WriteStep::Tell => self.told += 1,
            WriteStep::Late => self.late += 1,
            WriteStep::Nothing | WriteStep::Show => {}
        }
        step
    }

    fn stage(&self) -> WriteStage {
        self.machine.stage()
    }

    /// Answers what was sent last.
    fn answer(&mut self, answer: WriteAnswer) -> WriteStep {
        let attempt = *self.sent.last().unwrap();
        self.take(WriteEvent::Answered(attempt, answer))
    }

    /// Answers the look that went out last.
    fn show(&mut self, answer: LookAnswer) -> WriteStep {
        let attempt = *self.looks.last().unwrap();
        self.take(WriteEvent::Looked(attempt, answer))
    }
}

const SENDING: WriteStage = WriteStage::Sending { slow: false };
const SLOW: WriteStage = WriteStage::Sending { slow: true };
const REFUSED: WriteStage = WriteStage::Refused { signed_out: false };
const NOT_DONE: WriteEvent = WriteEvent::NotDone { signed_out: false };

fn pages() -> Screen {
    Screen::new(Looks::WhenAsked)
}

fn consent() -> Screen {
    Screen::new(Looks::ByItself)
}
