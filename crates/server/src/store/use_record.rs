//! Counts what reads leave behind, and writes it down.

use countersign_contract::scope_rules;
use serde_json::json;
use sqlx::SqliteConnection;

use super::impact::{RECENT, day};
use super::uses::{Call, Counts, Refused};
use super::{Identity, Store};
use crate::clock::{SKEW, iso};
use crate::problem::Answer;
use crate::randomness::digest;

/// The row of an authorization or of a session hears of a use at most this often, in seconds.
const HEARD_EVERY: i64 = 60;

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
