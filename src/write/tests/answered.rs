//! What was sent is done, refused, or takes long: from the press to the end. Which answers say that
//! it was refused and which leave it unknown is tested in `api/error.rs`.

use super::super::LookStage;
use super::{
    LookAnswer, NOT_DONE, REFUSED, SENDING, SLOW, WriteAnswer, WriteEvent, WriteStage, WriteStep,
    consent, pages,
};

#[test]
fn a_double_click_sends_once() {
    for mut screen in [pages(), consent()] {
        screen.take(WriteEvent::Press);
        for _ in 0..3 {
            assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
        }
        assert_eq!(screen.sent.len(), 1);
    }
}

#[test]
fn a_success_is_told_once_and_then_it_can_be_sent_anew() {
    for mut screen in [pages(), consent()] {
        screen.take(WriteEvent::Press);
        assert_eq!(screen.answer(WriteAnswer::Done), WriteStep::Tell);
        assert_eq!(
            screen.take(WriteEvent::Press),
            WriteStep::Nothing,
            "not before it is shown"
        );
        screen.take(WriteEvent::Forget);
        assert_eq!((screen.stage(), screen.told), (WriteStage::Idle, 1));
        assert!(!screen.machine.is_in_doubt());
        screen.take(WriteEvent::Press);
        assert_eq!(screen.sent.len(), 2);
    }
}

#[test]
fn a_refusal_is_told_once_and_a_second_press_sends_it_again() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    assert_eq!(screen.answer(WriteAnswer::Refused), WriteStep::Tell);
    assert_eq!(screen.stage(), SENDING, "until the caller has words for it");
    screen.take(NOT_DONE);
    assert_eq!((screen.stage(), screen.sent.len()), (REFUSED, 1));
    screen.take(WriteEvent::Press);
    assert_eq!((screen.stage(), screen.sent.len()), (SENDING, 2));
}

#[test]
fn while_what_somebody_else_saved_is_read_nothing_is_sent() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
    let attempt = screen.sent[0];
    assert_eq!(screen.take(WriteEvent::Slow(attempt)), WriteStep::Show);
    assert_eq!(screen.stage(), SLOW);
    screen.take(NOT_DONE);
    assert_eq!((screen.stage(), screen.sent.len()), (REFUSED, 1));
}

#[test]
fn a_stale_restore_looks_and_says_what_it_saw() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    screen.take(WriteEvent::Check);
    assert_eq!(screen.stage(), WriteStage::Unknown(LookStage::Looking));
    assert_eq!(screen.show(LookAnswer::Seen), WriteStep::Tell);
    screen.take(NOT_DONE);
    assert_eq!((screen.stage(), screen.sent.len()), (REFUSED, 1));
    assert!(!screen.machine.is_in_doubt());
}

#[test]
fn signing_in_ends_a_refusal_for_want_of_it_and_sends_nothing() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    screen.take(WriteEvent::NotDone { signed_out: true });
    assert_eq!(screen.take(WriteEvent::SignedIn), WriteStep::Show);
    assert_eq!((screen.stage(), screen.sent.len()), (WriteStage::Idle, 1));
    screen.take(WriteEvent::Press);
    assert_eq!(screen.sent.len(), 2);
}

#[test]
fn signing_in_leaves_other_refusals_on_screen() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    screen.take(NOT_DONE);
    assert_eq!(screen.take(WriteEvent::SignedIn), WriteStep::Nothing);
    assert_eq!(screen.stage(), REFUSED);
}

#[test]
fn a_pause_counts_down_sends_nothing_by_itself_and_ends_once() {
    for seconds in [1, 3, 60] {
        let mut screen = consent();
        screen.take(WriteEvent::Press);
        screen.answer(WriteAnswer::Refused);
        screen.take(WriteEvent::Pause(seconds));
        let attempt = screen.sent[0];
        for left in (1..seconds).rev() {
            assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
            assert_eq!(screen.take(WriteEvent::Second(attempt)), WriteStep::Show);
            assert_eq!(screen.stage(), WriteStage::Paused(left));
        }
        assert_eq!(screen.take(WriteEvent::Second(attempt)), WriteStep::Tell);
        assert_eq!((screen.stage(), screen.sent.len()), (WriteStage::Idle, 1));
        assert_eq!(screen.take(WriteEvent::Second(attempt)), WriteStep::Nothing);
        screen.take(WriteEvent::Press);
        assert_eq!(screen.sent.len(), 2);
    }
}

#[test]
fn a_pause_ends_with_its_screen() {
    let mut screen = consent();
    screen.take(WriteEvent::Press);
    screen.answer(WriteAnswer::Refused);
    screen.take(WriteEvent::Pause(3));
    let attempt = screen.sent[0];
    screen.take(WriteEvent::Forget);
    assert_eq!(screen.take(WriteEvent::Second(attempt)), WriteStep::Nothing);
    assert_eq!(screen.stage(), WriteStage::Idle);
}

#[test]
fn an_answer_after_a_long_wait_is_a_success_all_the_same() {
    for mut screen in [pages(), consent()] {
        screen.take(WriteEvent::Press);
        let attempt = screen.sent[0];
        screen.take(WriteEvent::Slow(attempt));
        assert_eq!(screen.take(WriteEvent::Press), WriteStep::Nothing);
        assert_eq!(screen.answer(WriteAnswer::Done), WriteStep::Tell);
        screen.take(WriteEvent::Forget);
        assert_eq!((screen.stage(), screen.sent.len()), (WriteStage::Idle, 1));
    }
}

#[test]
fn the_wait_of_an_earlier_attempt_does_not_make_a_newer_one_slow() {
    let mut screen = pages();
    screen.take(WriteEvent::Press);
    let first = screen.sent[0];
    screen.answer(WriteAnswer::Refused);
    screen.take(NOT_DONE);
    screen.take(WriteEvent::Press);
    assert_eq!(screen.take(WriteEvent::Slow(first)), WriteStep::Nothing);
    assert_eq!(screen.stage(), SENDING);
}

#[test]
fn after_the_screen_is_gone_an_answer_is_told_in_passing_and_nothing_else_happens() {
    let mut screen = pages();
    let WriteStep::Send(attempt) = screen.take(WriteEvent::Press) else {
        unreachable!("it was idle");
    };
    for answer in [
        WriteAnswer::Done,
        WriteAnswer::Refused,
        WriteAnswer::Unknown,
    ] {
        let answered = WriteEvent::Answered(attempt, answer);
        assert_eq!(answered.without_screen(), WriteStep::Late);
    }
    for event in [
        WriteEvent::Press,
        WriteEvent::Slow(attempt),
        WriteEvent::Looked(attempt, LookAnswer::Seen),
        WriteEvent::Second(attempt),
        WriteEvent::Check,
        WriteEvent::Stop,
        WriteEvent::SignedIn,
        WriteEvent::Forget,
    ] {
        assert_eq!(event.without_screen(), WriteStep::Nothing, "{event:?}");
    }
}
