//! Who changes something.

use super::{Identity, UserRow};
use crate::clock::Clock;
use crate::plain::plain;

/// Who changes something, when, and by which request.
#[derive(Clone, Debug)]
pub struct Author {
    /// The person, or the client where it acts for itself.
    pub user: UserRow,
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
            at: clock.iso(),
            now: clock.seconds(),
            request_id: request_id.to_owned(),
        }
    }
}
