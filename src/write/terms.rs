//! What happens to a write, what is to be done about it, and where it stands.

/// One sending or one look. What an older attempt brings never changes what a newer one shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt(pub(super) u32);

/// Who starts the look at what is stored when the outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A person, by a button.
    WhenAsked,
    /// The screen itself. For a person it is still being sent meanwhile.
    ByItself,
}

/// What an answer says about a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteAnswer {
    /// It is stored.
    Done,
    /// Nothing was changed.
    Refused,
    /// It may be stored or not: no answer, one that can't be read, or a fault of a server.
    Unknown,
}

/// What an answer says about a look at what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAnswer {
    /// What is stored came.
    Seen,
    /// The server refused to show it, with this HTTP status.
    Refused(u16),
    /// No answer that says what is stored.
    Failed,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteEvent {
    /// A person wants it sent.
    Press,
    /// The answer to an attempt has taken long.
    Slow(Attempt),
    /// An attempt was answered, or it is known that no answer comes.
    Answered(Attempt, WriteAnswer),
    /// Nothing was changed: the caller says so after [`WriteStep::Tell`], whether a refusal or a look
    /// told it. `signed_out` where it can be sent again once somebody is signed in.
    NotDone {
        /// Nobody is signed in.
        signed_out: bool,
    },
    /// The server wants a pause of so many seconds; after [`WriteStep::Tell`] of a refusal.
    Pause(u32),
    /// A second of the pause after an attempt is over.
    Second(Attempt),
    /// What is stored is to be looked at.
    Check,
    /// A look was answered.
    Looked(Attempt, LookAnswer),
    /// A person stops waiting for the answer.
    Stop,
    /// Somebody is signed in again.
    SignedIn,
    /// What became of it is shown elsewhere or no longer of interest: it is done, its dialog was
    /// closed, or its screen shows something else.
    Forget,
}

impl WriteEvent {
    /// What is left to do about an event when its screen is gone.
    pub fn without_screen(self) -> WriteStep {
        match self {
            Self::Answered(..) => WriteStep::Late,
            _ => WriteStep::Nothing,
        }
    }
}

/// What the screen has to do about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteStep {
    /// Nothing: the event came too late, or has no meaning where the write stands.
    Nothing,
    /// Show where the write stands now.
    Show,
    /// Send it, as this attempt.
    Send(Attempt),
    /// Look at what is stored, as this attempt.
    Look(Attempt),
    /// Tell the caller of what came. Until it says what to make of that, all stays as it is.
    Tell,
    /// Tell a person in passing what became of an attempt that nobody waits for any more.
    Late,
}

/// Where a write stands, for the views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteStage {
    /// Nothing is under way.
    Idle,
    /// It was sent, and what became of it is being found out.
    Sending {
        /// It has taken long.
        slow: bool,
    },
    /// Nothing was changed.
    Refused {
        /// It can be sent again once somebody is signed in.
        signed_out: bool,
    },
    /// Nobody knows what became of it, so nothing can be sent.
    Unknown(LookStage),
    /// The server wants a pause, so many seconds more.
    Paused(u32),
}

/// Where the look at what is stored stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookStage {
    /// Nobody has looked.
    NotYet,
    /// It is under way.
    Looking,
    /// It got no answer either.
    Failed,
    /// It was refused, with this HTTP status.
    Refused(u16),
}
