//! All ways that a person, the network and the server can take together, up to a depth: what may
//! never happen happens on none of them.

use std::collections::BTreeSet;

use super::{
    Attempt, LookAnswer, Looks, Machine, Screen, WriteAnswer, WriteEvent, WriteStage, WriteStep,
};

/// How many events follow each other at most, and how often it is sent.
const DEPTH: usize = 11;
const SENDS: usize = 3;

/// What a way consists of.
#[derive(Clone, Copy, Debug)]
enum Move {
    Press,
    Stop,
    Check,
    Forget,
    Slow,
    /// What was sent as the n-th arrives at the server, which does it.
    Arrives(usize),
    /// The n-th is answered: as a success where it arrived, else as a refusal.
    Answers(usize),
    /// The connection of the n-th breaks; what has not arrived never does.
    Breaks(usize),
    /// The newest look is answered.
    Shows(LookAnswer),
}

#[derive(Clone, Debug)]
struct Sent {
    attempt: Attempt,
    arrived: bool,
    answered: bool,
    /// The person gave up, or the screen shows something else.
    abandoned: bool,
}

/// The machine, the server, and what a person knows.
#[derive(Clone, Debug)]
struct World {
    machine: Machine,
    sent: Vec<Sent>,
    looking: Option<Attempt>,
    /// Nobody has been told what became of what was sent last.
    unknown: bool,
    /// An answer said nothing, and no look has shown since what is stored.
    unseen: bool,
}

impl World {
    fn moves(&self) -> Vec<Move> {
        let mut moves = vec![
            Move::Press,
            Move::Stop,
            Move::Check,
            Move::Forget,
            Move::Slow,
        ];
        for (at, sent) in self
            .sent
            .iter()
            .enumerate()
            .filter(|(_, sent)| !sent.answered)
        {
            if !sent.arrived {
                moves.push(Move::Arrives(at));
            }
            moves.extend([Move::Answers(at), Move::Breaks(at)]);
        }
        if self.looking.is_some() {
            moves.extend(
                [
                    LookAnswer::Seen,
                    LookAnswer::Failed,
                    LookAnswer::Refused(403),
                ]
                .map(Move::Shows),
            );
        }
        moves
    }

    fn is_stored(&self) -> bool {
        self.sent.iter().any(|sent| sent.arrived)
    }

    fn go(&mut self, way: Move) {
        match way {
            Move::Press => self.press(),
            Move::Stop => self.leave(WriteEvent::Stop),
            Move::Forget => self.leave(WriteEvent::Forget),
            Move::Check => {
                if let WriteStep::Look(look) = self.machine.take(WriteEvent::Check) {
                    self.looking = Some(look);
                }
            }
            Move::Slow => {
                if let Some(sent) = self.sent.last() {
                    let step = self.machine.take(WriteEvent::Slow(sent.attempt));
                    assert!(matches!(step, WriteStep::Nothing | WriteStep::Show));
                }
            }
            Move::Arrives(at) => self.sent[at].arrived = true,
            Move::Answers(at) => {
                let answer = if self.sent[at].arrived {
                    WriteAnswer::Done
                } else {
                    WriteAnswer::Refused
                };
                self.answered(at, answer);
            }
            Move::Breaks(at) => self.answered(at, WriteAnswer::Unknown),
            Move::Shows(answer) => self.shown(answer),
        }
    }

    fn press(&mut self) {
        let before = self.machine;
        let WriteStep::Send(attempt) = self.machine.take(WriteEvent::Press) else {
            assert_eq!(self.machine, before);
            return;
        };
        assert!(!self.unknown, "sent again without a look");
        let awaited = |sent: &Sent| !sent.answered && !sent.abandoned;
        assert!(!self.sent.iter().any(awaited), "sent twice at once");
        self.sent.push(Sent {
            attempt,
            arrived: false,
            answered: false,
            abandoned: false,
        });
    }

    fn leave(&mut self, event: WriteEvent) {
        let step = self.machine.take(event);
        if step == WriteStep::Nothing {
            return;
        }
        assert_eq!(step, WriteStep::Show);
        for sent in self.sent.iter_mut().filter(|sent| !sent.answered) {
            sent.abandoned = true;
        }
        self.looking = None;
        // Who closes a dialog that says so knows that it is unknown.
        self.unknown = event == WriteEvent::Stop;
    }

    fn answered(&mut self, at: usize, answer: WriteAnswer) {
        let Sent {
            attempt, abandoned, ..
        } = self.sent[at];
        self.sent[at].answered = true;
        self.unseen |= answer == WriteAnswer::Unknown;
        let before = self.machine.stage();
        match self.machine.take(WriteEvent::Answered(attempt, answer)) {
            WriteStep::Late => {
                assert!(abandoned, "somebody waits for it");
                assert_eq!(self.machine.stage(), before);
            }
            WriteStep::Tell => {
                assert!(
                    !abandoned && answer != WriteAnswer::Unknown,
                    "a claim without an answer"
                );
                let event = match answer {
                    WriteAnswer::Done => WriteEvent::Forget,
                    _ => WriteEvent::NotDone { signed_out: false },
                };
                assert_eq!(self.machine.take(event), WriteStep::Show);
            }
            step => {
                assert!(!abandoned && answer == WriteAnswer::Unknown, "{step:?}");
                self.unknown = true;
                if let WriteStep::Look(look) = step {
                    self.looking = Some(look);
                }
            }
        }
    }

    fn shown(&mut self, answer: LookAnswer) {
        let Some(look) = self.looking.take() else {
            return;
        };
        match self.machine.take(WriteEvent::Looked(look, answer)) {
            WriteStep::Tell => {
                assert_eq!(answer, LookAnswer::Seen);
                self.unknown = false;
                self.unseen = false;
                let event = if self.is_stored() {
                    WriteEvent::Forget
                } else {
                    WriteEvent::NotDone { signed_out: false }
                };
                assert_eq!(self.machine.take(event), WriteStep::Show);
            }
            step => {
                assert_eq!(step, WriteStep::Show);
                assert_ne!(answer, LookAnswer::Seen);
                assert!(self.unknown, "nothing was unknown");
            }
        }
    }

    /// What has to be true at all times.
    fn check(&self) {
        let out = |sent: &&Sent| !sent.answered && sent.abandoned;
        assert_eq!(
            self.machine.may_arrive(),
            self.sent.iter().any(|sent| out(&sent)),
            "what may arrive"
        );
        if self.unknown {
            assert!(
                matches!(self.machine.stage(), WriteStage::Unknown(_)) || self.looking.is_some(),
                "nothing says that it is unknown"
            );
        }
        assert_eq!(
            self.machine.is_in_doubt(),
            self.unseen || self.machine.may_arrive(),
            "what is in doubt"
        );
        let mut closed = self.machine;
        closed.take(WriteEvent::Forget);
        assert_eq!(
            closed.stage(),
            WriteStage::Idle,
            "there is always a way out"
        );
    }
}

fn explore(looks: Looks) -> usize {
    let first = World {
        machine: Screen::new(looks).machine,
        sent: Vec::new(),
        looking: None,
        unknown: false,
        unseen: false,
    };
    let mut seen = BTreeSet::new();
    let mut worlds = vec![first];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for world in worlds {
            for way in world.moves() {
                let mut after = world.clone();
                after.go(way);
                after.check();
                if after.sent.len() <= SENDS && seen.insert(format!("{after:?}")) {
                    next.push(after);
                }
            }
        }
        worlds = next;
    }
    seen.len()
}

#[test]
fn on_no_way_is_anything_sent_twice_claimed_wrongly_or_left_without_a_way_out() {
    for looks in [Looks::WhenAsked, Looks::ByItself] {
        let seen = explore(looks);
        assert!(seen > 1_000, "{seen} worlds are too few to say anything");
    }
}
