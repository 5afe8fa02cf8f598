//! What every event does in every situation.

use super::super::{LookStage, Wait};
use super::{Attempt, LookAnswer, WriteAnswer, WriteEvent, WriteStage, WriteStep};

/// A situation: its name, the stage that is on screen, what is waited for.
pub(super) type Situation = (&'static str, WriteStage, Wait);

const IDLE: Situation = ("idle", WriteStage::Idle, Wait::Nothing);
const SENDING: Situation = ("sending", WriteStage::Sending { slow: false }, Wait::Answer);
const SLOW: Situation = ("slow", WriteStage::Sending { slow: true }, Wait::Answer);
const TOLD: Situation = ("told", WriteStage::Sending { slow: false }, Wait::Caller);
const TOLD_SLOW: Situation = (
    "told, slow",
    WriteStage::Sending { slow: true },
    Wait::Caller,
);
const REFUSED: Situation = (
    "refused",
    WriteStage::Refused { signed_out: false },
    Wait::Nothing,
);
const SIGNED_OUT: Situation = (
    "signed out",
    WriteStage::Refused { signed_out: true },
    Wait::Nothing,
);
const UNKNOWN: Situation = (
    "unknown",
    WriteStage::Unknown(LookStage::NotYet),
    Wait::Nothing,
);
pub(super) const LOOKING: Situation = (
    "looking",
    WriteStage::Unknown(LookStage::Looking),
    Wait::Look,
);
pub(super) const SHOWN: Situation = (
    "shown",
    WriteStage::Unknown(LookStage::Looking),
    Wait::Caller,
);
const LOOK_FAILED: Situation = (
    "look failed",
    WriteStage::Unknown(LookStage::Failed),
    Wait::Nothing,
);
const LOOK_REFUSED: Situation = (
    "look refused",
    WriteStage::Unknown(LookStage::Refused(403)),
    Wait::Nothing,
);
const PAUSED: Situation = ("paused", WriteStage::Paused(2), Wait::Nothing);
const PAUSED_LAST: Situation = ("last second", WriteStage::Paused(1), Wait::Nothing);
/// The screen looks by itself: for a person it is still being sent.
pub(super) const LOOKS: Situation = ("looks", WriteStage::Sending { slow: false }, Wait::Look);
const LOOKS_SLOW: Situation = (
    "looks, slow",
    WriteStage::Sending { slow: true },
    Wait::Look,
);

/// The attempt that the situation is about, and one that it is not.
pub(super) const NEWEST: Attempt = Attempt(7);
pub(super) const OLDER: Attempt = Attempt(6);
/// A new one.
const NEXT: Attempt = Attempt(8);

const PRESS: WriteEvent = WriteEvent::Press;
const TAKES_LONG: WriteEvent = WriteEvent::Slow(NEWEST);
const DONE: WriteEvent = WriteEvent::Answered(NEWEST, WriteAnswer::Done);
const REFUSAL: WriteEvent = WriteEvent::Answered(NEWEST, WriteAnswer::Refused);
const NO_ANSWER: WriteEvent = WriteEvent::Answered(NEWEST, WriteAnswer::Unknown);
const SEEN: WriteEvent = WriteEvent::Looked(NEWEST, LookAnswer::Seen);
const NOT_SHOWN: WriteEvent = WriteEvent::Looked(NEWEST, LookAnswer::Refused(403));
const NOT_SEEN: WriteEvent = WriteEvent::Looked(NEWEST, LookAnswer::Failed);
const NOT_DONE: WriteEvent = WriteEvent::NotDone { signed_out: false };
const NOT_SIGNED_IN: WriteEvent = WriteEvent::NotDone { signed_out: true };
const PAUSE: WriteEvent = WriteEvent::Pause(2);
const SECOND: WriteEvent = WriteEvent::Second(NEWEST);
const CHECK: WriteEvent = WriteEvent::Check;
pub(super) const STOP: WriteEvent = WriteEvent::Stop;
const SIGNED_IN: WriteEvent = WriteEvent::SignedIn;
pub(super) const FORGET: WriteEvent = WriteEvent::Forget;

pub(super) const EVENTS: [WriteEvent; 16] = [
    PRESS,
    TAKES_LONG,
    DONE,
    REFUSAL,
    NO_ANSWER,
    SEEN,
    NOT_SHOWN,
    NOT_SEEN,
    NOT_DONE,
    NOT_SIGNED_IN,
    PAUSE,
    SECOND,
    CHECK,
    STOP,
    SIGNED_IN,
    FORGET,
];

/// What an event does: the step, and the situation after it.
pub(super) type Row = (WriteEvent, WriteStep, Situation);

const SEND: Row = (PRESS, WriteStep::Send(NEXT), SENDING);
const LEAVE: Row = (FORGET, WriteStep::Show, IDLE);
const GIVE_UP: Row = (STOP, WriteStep::Show, UNKNOWN);

/// In which situation which events do something. All others change nothing.
pub(super) const PAGES: &[(Situation, &[Row])] = &[
    (IDLE, &[SEND, LEAVE]),
    (
        SENDING,
        &[
            (TAKES_LONG, WriteStep::Show, SLOW),
            (DONE, WriteStep::Tell, TOLD),
            (REFUSAL, WriteStep::Tell, TOLD),
            (NO_ANSWER, WriteStep::Show, UNKNOWN),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        SLOW,
        &[
            (DONE, WriteStep::Tell, TOLD_SLOW),
            (REFUSAL, WriteStep::Tell, TOLD_SLOW),
            (NO_ANSWER, WriteStep::Show, UNKNOWN),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        TOLD,
        &[
            (TAKES_LONG, WriteStep::Show, TOLD_SLOW),
            (NOT_DONE, WriteStep::Show, REFUSED),
            (NOT_SIGNED_IN, WriteStep::Show, SIGNED_OUT),
            (PAUSE, WriteStep::Show, PAUSED),
            (CHECK, WriteStep::Look(NEXT), LOOKING),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        TOLD_SLOW,
        &[
            (NOT_DONE, WriteStep::Show, REFUSED),
            (NOT_SIGNED_IN, WriteStep::Show, SIGNED_OUT),
            (PAUSE, WriteStep::Show, PAUSED),
            (CHECK, WriteStep::Look(NEXT), LOOKING),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (REFUSED, &[SEND, LEAVE]),
    (
        SIGNED_OUT,
        &[SEND, (SIGNED_IN, WriteStep::Show, IDLE), LEAVE],
    ),
    (UNKNOWN, &[(CHECK, WriteStep::Look(NEXT), LOOKING), LEAVE]),
    (
        LOOKING,
        &[
            (SEEN, WriteStep::Tell, SHOWN),
            (NOT_SHOWN, WriteStep::Show, LOOK_REFUSED),
            (NOT_SEEN, WriteStep::Show, LOOK_FAILED),
            LEAVE,
        ],
    ),
    (
        SHOWN,
        &[
            (NOT_DONE, WriteStep::Show, REFUSED),
            (NOT_SIGNED_IN, WriteStep::Show, SIGNED_OUT),
            LEAVE,
        ],
    ),
    (
        LOOK_FAILED,
        &[(CHECK, WriteStep::Look(NEXT), LOOKING), LEAVE],
    ),
    (
        LOOK_REFUSED,
        &[(CHECK, WriteStep::Look(NEXT), LOOKING), LEAVE],
    ),
    (PAUSED, &[(SECOND, WriteStep::Show, PAUSED_LAST), LEAVE]),
    (PAUSED_LAST, &[(SECOND, WriteStep::Tell, IDLE), LEAVE]),
];

/// Where the screen looks by itself, as far as it differs.
pub(super) const CONSENT: &[(Situation, &[Row])] = &[
    (
        SENDING,
        &[
            (TAKES_LONG, WriteStep::Show, SLOW),
            (DONE, WriteStep::Tell, TOLD),
            (REFUSAL, WriteStep::Tell, TOLD),
            (NO_ANSWER, WriteStep::Look(NEWEST), LOOKS),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        SLOW,
        &[
            (DONE, WriteStep::Tell, TOLD_SLOW),
            (REFUSAL, WriteStep::Tell, TOLD_SLOW),
            (NO_ANSWER, WriteStep::Look(NEWEST), LOOKS_SLOW),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        LOOKS,
        &[
            (TAKES_LONG, WriteStep::Show, LOOKS_SLOW),
            (SEEN, WriteStep::Tell, TOLD),
            (NOT_SHOWN, WriteStep::Show, LOOK_REFUSED),
            (NOT_SEEN, WriteStep::Show, LOOK_FAILED),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        LOOKS_SLOW,
        &[
            (SEEN, WriteStep::Tell, TOLD_SLOW),
            (NOT_SHOWN, WriteStep::Show, LOOK_REFUSED),
            (NOT_SEEN, WriteStep::Show, LOOK_FAILED),
            GIVE_UP,
            LEAVE,
        ],
    ),
];
