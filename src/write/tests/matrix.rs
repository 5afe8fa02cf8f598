//! Every event in every situation does what the table says, and nothing else.

use super::super::Wait;
use super::table::{
    CONSENT, EVENTS, FORGET, LOOKING, LOOKS, NEWEST, OLDER, PAGES, Row, SHOWN, STOP, Situation,
};
use super::{Event, Looks, Machine, Sight, Step, Verdict};

fn machine_in((_, stage, wait): Situation, looks: Looks) -> Machine {
    Machine {
        looks,
        stage,
        wait,
        newest: NEWEST,
        abandoned: 1,
        in_doubt: false,
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
            match rows.iter().find(|(one, ..)| *one == event) {
                Some((_, expected, (_, stage, wait))) => {
                    assert_eq!(step, *expected, "{name}: {event:?}");
                    assert_eq!(
                        (machine.stage, machine.wait),
                        (*stage, *wait),
                        "{name}: {event:?}"
                    );
                }
                None => {
                    assert_eq!(step, Step::Nothing, "{name}: {event:?}");
                    assert_eq!(machine, before, "{name}: {event:?}");
                }
            }
        }
    });
}

#[test]
fn what_an_older_attempt_brings_changes_nothing_that_is_on_screen() {
    each(|before, name, _| {
        for verdict in [Verdict::Done, Verdict::Refused, Verdict::Unknown] {
            let mut machine = before;
            assert_eq!(
                machine.take(Event::Answered(OLDER, verdict)),
                Step::Late,
                "{name}"
            );
            assert!(!machine.may_arrive(), "{name}: it has arrived");
            machine.abandoned = before.abandoned;
            assert_eq!(machine, before, "{name}: {verdict:?}");
        }
        for event in [
            Event::Slow(OLDER),
            Event::Looked(OLDER, Sight::Seen),
            Event::Looked(OLDER, Sight::Refused(403)),
            Event::Looked(OLDER, Sight::Failed),
            Event::Second(OLDER),
        ] {
            let mut machine = before;
            assert_eq!(machine.take(event), Step::Nothing, "{name}: {event:?}");
            assert_eq!(machine, before, "{name}: {event:?}");
        }
    });
}

#[test]
fn what_ends_an_attempt_makes_its_answer_an_older_one() {
    each(|before, name, _| {
        for event in [STOP, FORGET] {
            let mut machine = before;
            if machine.take(event) == Step::Nothing {
                continue;
            }
            assert!(!machine.is_at(NEWEST), "{name}: {event:?}");
            let was_unanswered = before.wait == Wait::Answer;
            let abandoned = before.abandoned + u32::from(was_unanswered);
            assert_eq!(machine.abandoned, abandoned, "{name}: {event:?}");
            assert_eq!(machine.in_doubt, was_unanswered, "{name}: {event:?}");
        }
    });
}
