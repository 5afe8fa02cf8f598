//! Every event in every situation does what the table says, and nothing else.

use super::super::Wait;
use super::table::{
    CONSENT, EVENTS, FORGET, LOOKING, LOOKS, NEWEST, OLDER, PAGES, Row, SHOWN, STOP, Situation,
};
use super::{LookAnswer, Looks, Machine, WriteAnswer, WriteEvent, WriteStep};

fn machine_in((_, stage, wait): Situation, looks: Looks) -> Machine {
    Machine {
        looks,
        stage,
        wait,
        newest: NEWEST,
        abandoned: 1,
        unseen: false,
    }
}

fn each(mut check: impl FnMut(Machine, &str, &[Row])) {
    for (situation, rows) in PAGES {
        check(machine_in(*situation, Looks::WhenAsked), situation.0, rows);
    }
    for (situation, rows) in CONSENT {
        check(machine_in(*situation, Looks::ByItself), situation.0, rows);
    }
    let is_other = |name| [LOOKING.0, SHOWN.0].contains(&name);
    let differs = |name| CONSENT.iter().any(|(situation, _)| situation.0 == name);
    for (situation, rows) in PAGES {
        if is_other(situation.0) || differs(situation.0) {
            continue;
        }
        let rows: Vec<_> = rows
            .iter()
            .map(|(event, step, after)| match after.0 {
                name if name == LOOKING.0 => (*event, *step, LOOKS),
                _ => (*event, *step, *after),
            })
            .collect();
        check(machine_in(*situation, Looks::ByItself), situation.0, &rows);
    }
}

#[test]
fn every_event_in_every_situation_does_what_the_table_says() {
    each(|before, name, rows| {
        for event in EVENTS {
            let mut machine = before;
            let step = machine.take(event);
            let row = rows.iter().find(|(one, ..)| *one == event);
            let (expected, stage, wait) = row.map_or(
                (WriteStep::Nothing, before.stage, before.wait),
                |(_, step, (_, stage, wait))| (*step, *stage, *wait),
            );
            let found = (step, machine.stage, machine.wait);
            assert_eq!(found, (expected, stage, wait), "{name}: {event:?}");
            if step == WriteStep::Nothing {
                assert_eq!(machine, before, "{name}: {event:?}");
            }
        }
    });
}

#[test]
fn what_an_older_attempt_brings_changes_nothing_that_is_on_screen() {
    each(|before, name, _| {
        for answer in [
            WriteAnswer::Done,
            WriteAnswer::Refused,
            WriteAnswer::Unknown,
        ] {
            let mut machine = before;
            assert_eq!(
                machine.take(WriteEvent::Answered(OLDER, answer)),
                WriteStep::Late,
                "{name}"
            );
            assert!(!machine.may_arrive(), "{name}: it has arrived");
            assert_eq!(machine.is_in_doubt(), answer == WriteAnswer::Unknown);
            machine.abandoned = before.abandoned;
            machine.unseen = before.unseen;
            assert_eq!(machine, before, "{name}: {answer:?}");
        }
        for event in [
            WriteEvent::Slow(OLDER),
            WriteEvent::Looked(OLDER, LookAnswer::Seen),
            WriteEvent::Looked(OLDER, LookAnswer::Refused(403)),
            WriteEvent::Looked(OLDER, LookAnswer::Failed),
            WriteEvent::Second(OLDER),
        ] {
            let mut machine = before;
            assert_eq!(machine.take(event), WriteStep::Nothing, "{name}: {event:?}");
            assert_eq!(machine, before, "{name}: {event:?}");
        }
    });
}

#[test]
fn what_ends_an_attempt_makes_its_answer_an_older_one() {
    each(|before, name, _| {
        for event in [STOP, FORGET] {
            let mut machine = before;
            if machine.take(event) == WriteStep::Nothing {
                continue;
            }
            assert!(!machine.is_at(NEWEST), "{name}: {event:?}");
            let was_unanswered = before.wait == Wait::Answer;
            let abandoned = before.abandoned + u32::from(was_unanswered);
            assert_eq!(machine.abandoned, abandoned, "{name}: {event:?}");
        }
    });
}
