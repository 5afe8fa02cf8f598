//! Who changes something.

use countersign_contract::OAuthClient;

use super::{Identity, UserRow};
use crate::clock::Clock;
use crate::plain::plain;

/// Who changes something, when, and by which request.
#[derive(Clone, Debug)]
pub struct Author {
    /// The person, or the client where it acts for itself.
    pub user: UserRow,
    /// Whether it is a client that acts for itself.
    pub for_itself: bool,
    /// When, ISO 8601 UTC.
    pub at: String,
    /// The same in Unix seconds.
    pub now: i64,
    /// Correlation id of the request.
    pub request_id: String,
}

impl Author {
    /// A caller as the author of a change, now. The name goes into histories that others read and
    /// copy, so that nothing is left in it that forges a line.
    pub fn of(identity: &Identity, clock: &Clock, request_id: &str) -> Self {
        let user = UserRow {
            name: plain(&identity.user.name),
            ..identity.user.clone()
        };
        Self {
            user,
            for_itself: identity.for_itself,
            at: clock.iso(),
            now: clock.seconds(),
            request_id: request_id.to_owned(),
        }
    }

    /// A client as the author of what follows from its own call of the protocol, now.
    pub fn of_client(client: &OAuthClient, clock: &Clock, request_id: &str) -> Self {
        let identity = Identity {
            user: UserRow {
                id: client.id.clone(),
                name: client.display_name().to_owned(),
                email: String::new(),
            },
            for_itself: true,
            ..Identity::default()
        };
        Self::of(&identity, clock, request_id)
    }

    /// A person as the author of what follows from signing in or out, now.
    pub fn of_user(user: UserRow, clock: &Clock, request_id: &str) -> Self {
        let identity = Identity {
            user,
            ..Identity::default()
        };
        Self::of(&identity, clock, request_id)
    }

    /// Whoever runs the server, at its command line, now.
    pub fn of_operator(clock: &Clock) -> Self {
        let user = UserRow {
            id: "operator".to_owned(),
            name: "operator".to_owned(),
            email: String::new(),
        };
        Self::of_user(user, clock, "")
    }

    /// The same request in the name of a person who is known only now.
    pub(super) fn in_the_name_of(&self, user: UserRow) -> Self {
        Self {
            user: UserRow {
                name: plain(&user.name),
                ..user
            },
            ..self.clone()
        }
    }
}
