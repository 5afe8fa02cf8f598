//! What reads leave behind: calls by token, sessions that are in use, wrong passwords. A read never
//! writes, so that neither a lock nor a full disk makes one fail; this is counted in memory and
//! written together every few seconds. A crash loses counts, never rights.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::json;
use sqlx::SqliteConnection;

use super::impact::{RECENT, day};
use super::{Identity, Store};
use crate::clock::{SKEW, iso};
use crate::problem::Answer;
use crate::randomness::digest;
use countersign_contract::scope_rules;

/// The row of an authorization or of a session hears of a use at most this often, in seconds.
const HEARD_EVERY: i64 = 60;
/// Most networks that refused sign-ins are told apart by, between two writes.
const MOST_NETWORKS: usize = 1_000;

/// What was counted since it was written last. Clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    calls: HashMap<Call, i64>,
    /// Client ID and when it called last, Unix seconds.
    clients: HashMap<String, i64>,
    /// Hash of a session's token and when it was used last, Unix seconds.
    sessions: HashMap<String, i64>,
    refused: HashMap<Refused, i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Call {
    client_id: String,
    /// Empty for the client itself.
    user_id: String,
    scope: String,
    day: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Refused {
    /// Empty where nobody has the name. What was typed is not kept: it may be a password.
    user_id: String,
    network: String,
}

impl Uses {
    fn counts(&self) -> MutexGuard<'_, Counts> {
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
    fn add(&mut self, other: Self) {
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
    fn refuse(&mut self, mut refused: Refused, count: i64) {
        if self.refused.len() >= MOST_NETWORKS && !self.refused.contains_key(&refused) {
            refused.network.clear();
        }
        *self.refused.entry(refused).or_default() += count;
    }

    fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.sessions.is_empty() && self.refused.is_empty()
    }
}

impl Store {
    /// Counts a call that a token's scope opened.
    pub(crate) fn record_use(&self, identity: &Identity, wanted: &[&str], now: i64) {
        let (Some(client), Some(scopes)) = (&identity.client, &identity.scopes) else {
            return;
        };
        let opened = scopes
            .iter()
            .find(|granted| scope_rules::any_covers(&[granted.as_str()], wanted));
        let call = Call {
            client_id: client.id.clone(),
            user_id: if identity.for_itself {
                String::new()
            } else {
                identity.user.id.clone()
            },
            scope: opened.cloned().unwrap_or_default(),
            day: day(now),
        };
        let mut counts = self.uses.counts();
        *counts.calls.entry(call).or_default() += 1;
        counts.clients.insert(client.id.clone(), now);
    }

    /// A live session is in use.
    pub(crate) fn record_session(&self, token: &str, now: i64) {
        self.uses.counts().sessions.insert(digest(token), now);
    }

    /// Counts a sign-in that was refused.
    pub(crate) fn record_refused(&self, user_id: Option<&str>, network: &str) {
        let refused = Refused {
            user_id: user_id.unwrap_or_default().to_owned(),
            network: network.to_owned(),
        };
        self.uses.counts().refuse(refused, 1);
    }

    /// Writes down what was counted, in one transaction.
    ///
    /// # Errors
    /// The store failed; the counts are kept for the next time.
    pub async fn write_uses(&self, now: i64) -> Answer<()> {
        let counts = {
            let mut kept = self.uses.counts();
            let counts = std::mem::take(&mut *kept);
            // Until it is written, who asks about a session must find it here.
            kept.sessions.clone_from(&counts.sessions);
            counts
        };
        if counts.is_empty() {
            return Ok(());
        }
        let outcome = self.write_counts(&counts, now).await;
        let mut kept = self.uses.counts();
        match outcome {
            Ok(()) => kept
                .sessions
                .retain(|session, at| counts.sessions.get(session) != Some(at)),
            Err(_) => kept.add(counts),
        }
        outcome
    }

    async fn write_counts(&self, counts: &Counts, now: i64) -> Answer<()> {
        let mut write = self.database.write().await?;
        let to = &mut *write;
        for (call, count) in &counts.calls {
            // A client that is gone meanwhile has nobody to be counted for.
            sqlx::query(
                "INSERT INTO token_use (client_id, user_id, scope, day, calls) \
                 SELECT id, $2, $3, $4, $5 FROM client WHERE id = $1 \
                 ON CONFLICT (client_id, user_id, scope, day) DO UPDATE SET calls = calls + excluded.calls",
            )
            .bind(&call.client_id)
            .bind(&call.user_id)
            .bind(&call.scope)
            .bind(&call.day)
            .bind(count)
            .execute(&mut *to)
            .await?;
        }
        for (client_id, at) in &counts.clients {
            hear(to, client_id, *at).await?;
        }
        for (session, at) in &counts.sessions {
            // One from the future is set right: the clock was wrong then.
            sqlx::query(
                "UPDATE session SET last_seen = $2 WHERE token_hash = $1 \
                 AND (last_seen <= $3 OR last_seen > $4)",
            )
            .bind(session)
            .bind(at)
            .bind(at - HEARD_EVERY)
            .bind(at + SKEW)
            .execute(&mut *to)
            .await?;
        }
        for (refused, count) in &counts.refused {
            record_refused(to, refused, *count, now).await?;
        }
        write.commit().await?;
        Ok(())
    }
}

/// Tells the row of an authorization that the application was used.
async fn hear(to: &mut SqliteConnection, client_id: &str, at: i64) -> Answer<()> {
    sqlx::query(
        "UPDATE client_authorization SET last_used = $2, active_users = \
         (SELECT count(DISTINCT user_id) FROM token_use WHERE client_id = $1 AND user_id <> '' AND day >= $4) \
         WHERE client_id = $1 AND (last_used IS NULL OR last_used < $3)",
    )
    .bind(client_id)
    .bind(iso(at))
    .bind(iso(at - HEARD_EVERY))
    .bind(day(at - RECENT))
    .execute(to)
    .await?;
    Ok(())
}

/// Writes refused sign-ins down. The person who has the name is not the one who did it.
async fn record_refused(
    to: &mut SqliteConnection,
    refused: &Refused,
    count: i64,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "INSERT INTO audit_event (date, actor_id, actor_name, action, client_id, before, after, request_id) \
         VALUES ($1, '', '', 'session.refused', '', NULL, $2, '')",
    )
    .bind(iso(now))
    .bind(
        json!({ "user": refused.user_id, "network": refused.network, "attempts": count })
            .to_string(),
    )
    .execute(to)
    .await?;
    Ok(())
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
