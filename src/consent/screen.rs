//! What a consent request calls for.

use countersign_contract::{ApprovalState, Blocked, ConsentRequest, ConsentState};

/// What is on screen for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Allow or Deny.
    Decide,
    /// Ask an administrator.
    Ask(Why),
    /// An administrator was asked.
    Wait,
    /// Administrators take no requests for it.
    Blocked,
    /// Nothing can be decided here any more.
    Ended(End),
}

/// Why the user can't decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is not authorized, or the reason is not known.
    Permission,
    /// It is not for the user's roles.
    Role,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Allowed.
    Allowed,
    /// Denied.
    Denied,
    /// Undecided, or in a way that this version does not know.
    Expired,
}

impl Screen {
    /// The screen for a request.
    pub fn of(request: &ConsentRequest) -> Self {
        match request.state {
            ConsentState::Pending => {}
            ConsentState::Allowed => return Self::Ended(End::Allowed),
            ConsentState::Denied => return Self::Ended(End::Denied),
            ConsentState::Expired | ConsentState::Other(_) => return Self::Ended(End::Expired),
        }
        if request.can_decide {
            return Self::Decide;
        }
        if request.blocked == Some(Blocked::Application) {
            return Self::Blocked;
        }
        let asked = request.request.as_ref();
        if asked.is_some_and(|asked| asked.state == ApprovalState::Open) {
            return Self::Wait;
        }
        Self::Ask(match request.blocked {
            Some(Blocked::Role) => Why::Role,
            _ => Why::Permission,
        })
    }

    /// Whether an administrator has to act before the user can.
    pub fn needs_administrator(self) -> bool {
        matches!(self, Self::Ask(_) | Self::Wait | Self::Blocked)
    }
}

#[cfg(test)]
mod tests {
    use countersign_contract::ApprovalRequest;

    use super::*;

    fn pending() -> ConsentRequest {
        ConsentRequest {
            state: ConsentState::Pending,
            ..ConsentRequest::default()
        }
    }

    #[test]
    fn what_is_not_known_to_be_pending_cannot_be_decided() {
        let other = ConsentRequest {
            state: ConsentState::Other("paused".to_owned()),
            can_decide: true,
            ..ConsentRequest::default()
        };
        assert_eq!(Screen::of(&other), Screen::Ended(End::Expired));
        let absent = ConsentRequest {
            can_decide: true,
            ..ConsentRequest::default()
        };
        assert_eq!(Screen::of(&absent), Screen::Ended(End::Expired));
    }

    #[test]
    fn who_cannot_decide_asks_and_then_waits() {
        let mut request = pending();
        assert_eq!(Screen::of(&request), Screen::Ask(Why::Permission));
        request.blocked = Some(Blocked::Role);
        assert_eq!(Screen::of(&request), Screen::Ask(Why::Role));
        request.request = Some(ApprovalRequest::default());
        assert_eq!(Screen::of(&request), Screen::Wait);
        for handled in [
            ApprovalState::Denied,
            ApprovalState::Withdrawn,
            ApprovalState::Approved,
        ] {
            request.request = Some(ApprovalRequest {
                state: handled,
                ..ApprovalRequest::default()
            });
            assert_eq!(Screen::of(&request), Screen::Ask(Why::Role));
        }
        request.blocked = Some(Blocked::Application);
        assert_eq!(Screen::of(&request), Screen::Blocked);
        request.can_decide = true;
        assert_eq!(Screen::of(&request), Screen::Decide);
    }
}
