//! What was sent got no answer that says what became of it, or nobody waited for one.

use super::super::LookStage;
use super::{
    LookAnswer, NOT_DONE, REFUSED, SENDING, SLOW, Screen, WriteAnswer, WriteEvent, WriteStage,
    WriteStep, consent, pages,
};

/// Pressed, and no answer said what became of it.
fn lost(mut screen: Screen) -> Screen {
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Unknown);
    screen
}

/// Pressed, slow, and given up by the person.
fn given_up() -> Screen {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    let attempt = screen.sent[0];
    screen.take(WriteEvent::Slow(attempt));
    screen.take(WriteEvent::Stop);
    screen
}

#[test]
fn a_lost_answer_is_looked_after_before_anything_is_sent_again() {
    let mut screen = lost(pages());
    assert_eq!(screen.stage(), WriteStage::Unknown(LookStage::NotYet));
    assert_eq!(screen.told, 0, "no success and no refusal");
    assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
    screen.take(WriteEvent::Check);
    assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
    assert_eq!(
        screen.take(WriteEvent::Check),
        WriteStep::Nothing,
        "one look at a time"
    );
    // It never arrived.
    screen.show(LookAnswer::Seen);
    screen.take(NOT_DONE);
    assert_eq!((screen.stage(), screen.sent.len()), (REFUSED, 1));
    assert!(!screen.machine.may_arrive());
    screen.take(WriteEvent::Press);
    assert_eq!(screen.sent.len(), 2);
}

#[test]
fn a_lost_answer_to_what_was_done_is_a_success_after_the_look() {
    let mut screen = lost(pages());
    screen.take(WriteEvent::Check);
    assert_eq!(screen.show(LookAnswer::Seen), WriteStep::Tell);
    screen.take(WriteEvent::Forget);
    assert_eq!((screen.stage(), screen.sent.len()), (WriteStage::Idle, 1));
    assert_eq!((screen.told, screen.late), (1, 0));
}

#[test]
fn the_consent_screen_looks_by_itself_and_is_still_sending_meanwhile() {
    let mut screen = consent();
    screen.take(WriteEvent::Press);
    let attempt = screen.sent[0];
    assert_eq!(
        screen.answer(WriteAnswer::Unknown),
        WriteStep::Look(attempt)
    );
    assert_eq!(screen.stage(), SENDING);
    assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
    screen.take(WriteEvent::Slow(attempt));
    assert_eq!(screen.stage(), SLOW, "since the press, not since the look");
    assert_eq!(screen.show(LookAnswer::Seen), WriteStep::Tell);
    screen.take(WriteEvent::Forget);
    assert_eq!((screen.stage(), screen.sent.len()), (WriteStage::Idle, 1));
    assert!(!screen.machine.is_in_doubt());
}

#[test]
fn a_look_that_fails_leaves_it_unknown_and_can_be_repeated() {
    for mut screen in [lost(pages()), lost(consent())] {
        screen.take(WriteEvent::Check);
        for (answer, look) in [
            (LookAnswer::Failed, LookStage::Failed),
            (LookAnswer::Refused(403), LookStage::Refused(403)),
            (LookAnswer::Refused(429), LookStage::Refused(429)),
            (LookAnswer::Failed, LookStage::Failed),
        ] {
            assert_eq!(screen.show(answer), WriteStep::Show);
            assert_eq!(screen.stage(), WriteStage::Unknown(look));
            assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
            assert!(screen.machine.is_in_doubt());
            assert!(matches!(screen.take(WriteEvent::Check), WriteStep::Look(_)));
        }
        assert_eq!(screen.show(LookAnswer::Seen), WriteStep::Tell);
        assert_eq!((screen.sent.len(), screen.told), (1, 1));
    }
}

#[test]
fn who_stops_waiting_does_not_know_and_sends_nothing_more_before_a_look() {
    let mut screen = given_up();
    assert_eq!(screen.stage(), WriteStage::Unknown(LookStage::NotYet));
    assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
    screen.take(WriteEvent::Check);
    screen.show(LookAnswer::Seen);
    assert!(screen.machine.may_arrive(), "what was sent is still out");
    screen.take(NOT_DONE);
    screen.take(WriteEvent::Press);
    assert_eq!(screen.sent.len(), 2);
}

#[test]
fn an_abandoned_attempt_that_arrives_later_is_told_in_passing() {
    for answer in [
        WriteAnswer::Done,
        WriteAnswer::Refused,
        WriteAnswer::Unknown,
    ] {
        let mut screen = given_up();
        let first = screen.sent[0];
        screen.take(WriteEvent::Check);
        assert_eq!(
            screen.take(WriteEvent::Answered(first, answer)),
            WriteStep::Late
        );
        assert_eq!(
            screen.stage(),
            WriteStage::Unknown(LookStage::Looking),
            "the look goes on"
        );
        assert!(!screen.machine.may_arrive());
        screen.show(LookAnswer::Seen);
        screen.take(NOT_DONE);
        assert_eq!((screen.stage(), screen.told, screen.late), (REFUSED, 1, 1));
    }
}

#[test]
fn an_abandoned_attempt_does_not_answer_for_the_one_after_it() {
    let mut screen = given_up();
    let first = screen.sent[0];
    screen.take(WriteEvent::Check);
    screen.show(LookAnswer::Seen);
    screen.take(NOT_DONE);
    screen.take(WriteEvent::Press);
    assert_eq!(
        screen.take(WriteEvent::Answered(first, WriteAnswer::Done)),
        WriteStep::Late
    );
    assert_eq!(screen.stage(), SENDING, "the second is not answered");
    assert_eq!(screen.answer(WriteAnswer::Refused), WriteStep::Tell);
}

#[test]
fn as_long_as_one_of_several_abandoned_attempts_is_out_it_may_arrive() {
    let mut screen = given_up();
    screen.take(WriteEvent::Check);
    screen.show(LookAnswer::Seen);
    screen.take(NOT_DONE);
    screen.take(WriteEvent::Press);
    screen.take(WriteEvent::Stop);
    let (first, second) = (screen.sent[0], screen.sent[1]);
    screen.take(WriteEvent::Answered(second, WriteAnswer::Unknown));
    assert!(screen.machine.may_arrive());
    screen.take(WriteEvent::Answered(first, WriteAnswer::Done));
    assert!(!screen.machine.may_arrive());
}

#[test]
fn a_look_of_a_dialog_that_was_closed_says_nothing_in_the_next_one() {
    let mut screen = lost(pages());
    screen.take(WriteEvent::Check);
    screen.take(WriteEvent::Forget);
    assert_eq!(screen.show(LookAnswer::Seen), WriteStep::Nothing);
    screen.take(WriteEvent::Press);
    assert_eq!(screen.show(LookAnswer::Failed), WriteStep::Nothing);
    assert_eq!(screen.stage(), SENDING);
}

#[test]
fn what_was_sent_stays_in_doubt_when_its_screen_shows_something_else() {
    // The session ended before the look.
    let mut screen = lost(consent());
    screen.show(LookAnswer::Refused(401));
    screen.take(WriteEvent::Forget);
    assert!(screen.machine.is_in_doubt());
    // It was refused, which leaves no doubt.
    let mut screen = consent();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    screen.take(WriteEvent::Forget);
    assert!(!screen.machine.is_in_doubt());
}

#[test]
fn what_was_sent_from_a_screen_that_was_left_is_in_doubt_until_its_answer_comes() {
    for (answer, is_in_doubt) in [
        (WriteAnswer::Done, false),
        (WriteAnswer::Refused, false),
        (WriteAnswer::Unknown, true),
    ] {
        let mut screen = consent();
        screen.take(WriteEvent::Press);
        screen.take(WriteEvent::Forget);
        assert!(screen.machine.is_in_doubt());
        assert_eq!(screen.answer(answer), WriteStep::Late);
        assert_eq!(screen.machine.is_in_doubt(), is_in_doubt, "{answer:?}");
        assert_eq!(screen.looks, [], "the screen looks for itself");
    }
}
