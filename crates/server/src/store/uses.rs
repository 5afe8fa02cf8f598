//! What reads leave behind: calls by token, sessions that are in use, wrong passwords. A read never
//! writes, so that neither a lock nor a full disk makes one fail; this is counted in memory and
//! written together every few seconds. A crash loses counts, never rights.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most networks that refused sign-ins are told apart by, between two writes.
const MOST_NETWORKS: usize = 1_000;

/// What was counted since it was written last. Clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub calls: HashMap<Call, i64>,
    /// Client ID and when it called last, Unix seconds.
    pub clients: HashMap<String, i64>,
    /// Hash of a session's token and when it was used last, Unix seconds.
    pub sessions: HashMap<String, i64>,
    pub refused: HashMap<Refused, i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Call {
    pub client_id: String,
    /// Empty for the client itself.
    pub user_id: String,
    pub scope: String,
    pub day: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Refused {
    /// Empty where nobody has the name. What was typed is not kept: it may be a password.
    pub user_id: String,
    pub network: String,
}

impl Uses {
    /// The counts, for one reader or writer at a time.
    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When a session was used, Unix seconds; `stored` is what the database says.
    pub fn seen(&self, session: &str, stored: i64) -> i64 {
        let counted = self.counts().sessions.get(session).copied();
        counted.map_or(stored, |counted| counted.max(stored))
    }
}

impl Counts {
    /// Puts back what could not be written.
    pub fn add(&mut self, other: Self) {
        for (call, count) in other.calls {
            *self.calls.entry(call).or_default() += count;
        }
        for (client, at) in other.clients {
            let last = self.clients.entry(client).or_insert(at);
            *last = at.max(*last);
        }
        for (session, at) in other.sessions {
            let last = self.sessions.entry(session).or_insert(at);
            *last = at.max(*last);
        }
        for (refused, count) in other.refused {
            self.refuse(refused, count);
        }
    }

    /// Counts refused sign-ins; beyond so many networks, without telling them apart.
    pub fn refuse(&mut self, mut refused: Refused, count: i64) {
        if self.refused.len() >= MOST_NETWORKS && !self.refused.contains_key(&refused) {
            refused.network.clear();
        }
        *self.refused.entry(refused).or_default() += count;
    }

    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.sessions.is_empty() && self.refused.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_written_is_counted_with_what_came_since() {
        let call = |user: &str| Call {
            client_id: "c".to_owned(),
            user_id: user.to_owned(),
            scope: "users".to_owned(),
            day: "2026-11-29".to_owned(),
        };
        let mut kept = Counts::default();
        kept.calls.insert(call("ada"), 2);
        kept.sessions.insert("s".to_owned(), 20);
        let mut failed = Counts::default();
        failed.calls.insert(call("ada"), 3);
        failed.calls.insert(call("lena"), 1);
        failed.sessions.insert("s".to_owned(), 10);
        failed.clients.insert("c".to_owned(), 10);
        kept.add(failed);
        assert_eq!(
            (kept.calls[&call("ada")], kept.calls[&call("lena")]),
            (5, 1)
        );
        assert_eq!((kept.sessions["s"], kept.clients["c"]), (20, 10));
    }
}
