//! What every event does in every situation.

use super::super::{Look, Wait};
use super::{Attempt, Event, Sight, Stage, Step, Verdict};

/// A situation: its name, the stage that is on screen, what is waited for.
pub(super) type Situation = (&'static str, Stage, Wait);

const IDLE: Situation = ("idle", Stage::Idle, Wait::Nothing);
const SENDING: Situation = ("sending", Stage::Sending { slow: false }, Wait::Answer);
const SLOW: Situation = ("slow", Stage::Sending { slow: true }, Wait::Answer);
const TOLD: Situation = ("told", Stage::Sending { slow: false }, Wait::Caller);
const TOLD_SLOW: Situation = ("told, slow", Stage::Sending { slow: true }, Wait::Caller);
const REFUSED: Situation = (
    "refused",
    Stage::Refused { signed_out: false },
    Wait::Nothing,
);
const SIGNED_OUT: Situation = (
    "signed out",
    Stage::Refused { signed_out: true },
    Wait::Nothing,
);
const UNKNOWN: Situation = ("unknown", Stage::Unknown(Look::NotYet), Wait::Nothing);
pub(super) const LOOKING: Situation = ("looking", Stage::Unknown(Look::Looking), Wait::Sight);
pub(super) const SHOWN: Situation = ("shown", Stage::Unknown(Look::Looking), Wait::Caller);
const LOOK_FAILED: Situation = ("look failed", Stage::Unknown(Look::Failed), Wait::Nothing);
const LOOK_REFUSED: Situation = (
    "look refused",
    Stage::Unknown(Look::Refused(403)),
    Wait::Nothing,
);
const PAUSED: Situation = ("paused", Stage::Paused(2), Wait::Nothing);
const PAUSED_LAST: Situation = ("last second", Stage::Paused(1), Wait::Nothing);
/// The screen looks by itself: for a person it is still being sent.
pub(super) const LOOKS: Situation = ("looks", Stage::Sending { slow: false }, Wait::Sight);
const LOOKS_SLOW: Situation = ("looks, slow", Stage::Sending { slow: true }, Wait::Sight);

/// The attempt that the situation is about, and one that it is not.
pub(super) const NEWEST: Attempt = Attempt(7);
pub(super) const OLDER: Attempt = Attempt(6);
/// A new one.
const NEXT: Attempt = Attempt(8);

const PRESS: Event = Event::Press;
const TAKES_LONG: Event = Event::Slow(NEWEST);
const DONE: Event = Event::Answered(NEWEST, Verdict::Done);
const REFUSAL: Event = Event::Answered(NEWEST, Verdict::Refused);
const NO_ANSWER: Event = Event::Answered(NEWEST, Verdict::Unknown);
const SEEN: Event = Event::Looked(NEWEST, Sight::Seen);
const NOT_SHOWN: Event = Event::Looked(NEWEST, Sight::Refused(403));
const NOT_SEEN: Event = Event::Looked(NEWEST, Sight::Failed);
const NOT_DONE: Event = Event::NotDone { signed_out: false };
const NOT_SIGNED_IN: Event = Event::NotDone { signed_out: true };
const PAUSE: Event = Event::Pause(2);
const SECOND: Event = Event::Second(NEWEST);
const CHECK: Event = Event::Check;
pub(super) const STOP: Event = Event::Stop;
const SIGNED_IN: Event = Event::SignedIn;
pub(super) const FORGET: Event = Event::Forget;

pub(super) const EVENTS: [Event; 16] = [
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
pub(super) type Row = (Event, Step, Situation);

const SEND: Row = (PRESS, Step::Send(NEXT), SENDING);
const LEAVE: Row = (FORGET, Step::Show, IDLE);
const GIVE_UP: Row = (STOP, Step::Show, UNKNOWN);

/// In which situation which events do something. All others change nothing.
pub(super) const PAGES: &[(Situation, &[Row])] = &[
    (IDLE, &[SEND, LEAVE]),
    (
        SENDING,
        &[
            (TAKES_LONG, Step::Show, SLOW),
            (DONE, Step::Tell, TOLD),
            (REFUSAL, Step::Tell, TOLD),
            (NO_ANSWER, Step::Show, UNKNOWN),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        SLOW,
        &[
            (DONE, Step::Tell, TOLD_SLOW),
            (REFUSAL, Step::Tell, TOLD_SLOW),
            (NO_ANSWER, Step::Show, UNKNOWN),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        TOLD,
        &[
            (TAKES_LONG, Step::Show, TOLD_SLOW),
            (NOT_DONE, Step::Show, REFUSED),
            (NOT_SIGNED_IN, Step::Show, SIGNED_OUT),
            (PAUSE, Step::Show, PAUSED),
            (CHECK, Step::Look(NEXT), LOOKING),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        TOLD_SLOW,
        &[
            (NOT_DONE, Step::Show, REFUSED),
            (NOT_SIGNED_IN, Step::Show, SIGNED_OUT),
            (PAUSE, Step::Show, PAUSED),
            (CHECK, Step::Look(NEXT), LOOKING),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (REFUSED, &[SEND, LEAVE]),
    (SIGNED_OUT, &[SEND, (SIGNED_IN, Step::Show, IDLE), LEAVE]),
    (UNKNOWN, &[(CHECK, Step::Look(NEXT), LOOKING), LEAVE]),
    (
        LOOKING,
        &[
            (SEEN, Step::Tell, SHOWN),
            (NOT_SHOWN, Step::Show, LOOK_REFUSED),
            (NOT_SEEN, Step::Show, LOOK_FAILED),
            LEAVE,
        ],
    ),
    (
        SHOWN,
        &[
            (NOT_DONE, Step::Show, REFUSED),
            (NOT_SIGNED_IN, Step::Show, SIGNED_OUT),
            LEAVE,
        ],
    ),
    (LOOK_FAILED, &[(CHECK, Step::Look(NEXT), LOOKING), LEAVE]),
    (LOOK_REFUSED, &[(CHECK, Step::Look(NEXT), LOOKING), LEAVE]),
    (PAUSED, &[(SECOND, Step::Show, PAUSED_LAST), LEAVE]),
    (PAUSED_LAST, &[(SECOND, Step::Tell, IDLE), LEAVE]),
];

/// Where the screen looks by itself, as far as it differs.
pub(super) const CONSENT: &[(Situation, &[Row])] = &[
    (
        SENDING,
        &[
            (TAKES_LONG, Step::Show, SLOW),
            (DONE, Step::Tell, TOLD),
            (REFUSAL, Step::Tell, TOLD),
            (NO_ANSWER, Step::Look(NEWEST), LOOKS),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        SLOW,
        &[
            (DONE, Step::Tell, TOLD_SLOW),
            (REFUSAL, Step::Tell, TOLD_SLOW),
            (NO_ANSWER, Step::Look(NEWEST), LOOKS_SLOW),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        LOOKS,
        &[
            (TAKES_LONG, Step::Show, LOOKS_SLOW),
            (SEEN, Step::Tell, TOLD),
            (NOT_SHOWN, Step::Show, LOOK_REFUSED),
            (NOT_SEEN, Step::Show, LOOK_FAILED),
            GIVE_UP,
            LEAVE,
        ],
    ),
    (
        LOOKS_SLOW,
        &[
            (SEEN, Step::Tell, TOLD_SLOW),
            (NOT_SHOWN, Step::Show, LOOK_REFUSED),
            (NOT_SEEN, Step::Show, LOOK_FAILED),
            GIVE_UP,
            LEAVE,
        ],
    ),
];
