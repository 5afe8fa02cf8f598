//! Forgetting what is over, a little at a time. docs/contract.md says how long each thing is kept
//! ("What is kept").

use sqlx::Row as _;

use super::Store;
use super::impact::day;
use super::sessions::{ABSOLUTE_LIFE, BROWSER_LIFE, IDLE_LIFE};
use crate::clock::iso;
use crate::problem::Answer;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Rows that one transaction deletes at the most, so that other writers wait only a moment.
const AT_ONCE: u32 = 500;
/// One look goes on by at most this much time, in seconds. A clock that is far ahead for a moment
/// would otherwise delete what is good still; the next look with the right clock goes back.
const STEP: i64 = 2 * HOUR;
/// Rows about signing in and out that are kept of a person; and of refused sign-ins in all, which are
/// nobody's.
const MOST_SIGN_INS: i64 = 10_000;
/// Families that are kept of a client that acts for itself.
const MOST_OF_CLIENT: i64 = 10_000;

/// Where the time that counts here is kept.
const FACT: &str = "forgotten until";

/// What is over at a time. Each statement deletes at most [`AT_ONCE`] rows; `$1` is the time bound of
/// its column.
struct Rule {
    sql: &'static str,
    /// How long it is kept after it is over, in seconds.
    kept: i64,
    form: Form,
}

/// How a column writes a time.
#[derive(Clone, Copy)]
enum Form {
    Seconds,
    Iso,
    Day,
}

const fn rule(sql: &'static str, kept: i64, form: Form) -> Rule {
    Rule { sql, kept, form }
}

const RULES: [Rule; 12] = [
    rule(
        "DELETE FROM session WHERE token_hash IN \
         (SELECT token_hash FROM session WHERE last_seen <= $1 LIMIT $2)",
        IDLE_LIFE + DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM session WHERE token_hash IN \
         (SELECT token_hash FROM session WHERE created_at <= $1 LIMIT $2)",
        ABSOLUTE_LIFE + DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM known_browser WHERE (token_hash, user_id) IN \
         (SELECT token_hash, user_id FROM known_browser WHERE last_used <= $1 LIMIT $2)",
        BROWSER_LIFE + DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM consent WHERE id IN \
         (SELECT id FROM consent WHERE created_at <= $1 AND decision IS NULL LIMIT $2)",
        DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM consent WHERE id IN (SELECT id FROM consent WHERE created_at <= $1 LIMIT $2)",
        30 * DAY,
        Form::Seconds,
    ),
    // Codes and tokens go with their family.
    rule(
        "DELETE FROM token_family WHERE id IN \
         (SELECT id FROM token_family WHERE expires_at <= $1 OR ended_at <= $1 LIMIT $2)",
        DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM token_family WHERE id IN \
         (SELECT family FROM authorization_code WHERE expires_at <= $1 AND spent_at IS NULL LIMIT $2)",
        DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM access_token WHERE token_hash IN \
         (SELECT token_hash FROM access_token WHERE expires_at <= $1 LIMIT $2)",
        DAY,
        Form::Seconds,
    ),
    rule(
        "DELETE FROM token_use WHERE (client_id, user_id, scope, day) IN \
         (SELECT client_id, user_id, scope, day FROM token_use WHERE day <= $1 LIMIT $2)",
        400 * DAY,
        Form::Day,
    ),
    rule(
        "DELETE FROM audit_event WHERE id IN \
         (SELECT id FROM audit_event WHERE date <= $1 AND action GLOB 'session.*' LIMIT $2)",
        90 * DAY,
        Form::Iso,
    ),
    rule(
        "DELETE FROM audit_event WHERE id IN (SELECT id FROM audit_event WHERE date <= $1 LIMIT $2)",
        1_096 * DAY,
        Form::Iso,
    ),
    rule(
        "DELETE FROM approval_request WHERE id IN \
         (SELECT id FROM approval_request WHERE date_handled <= $1 LIMIT $2)",
        1_096 * DAY,
        Form::Iso,
    ),
];

impl Store {
    /// Forgets what is over. Answers how many rows went.
    ///
    /// # Errors
    /// The store failed; what is left goes the next time.
    pub async fn forget(&self, now: i64) -> Answer<u64> {
        let Some(until) = self.forget_until(now).await? else {
            return Ok(0);
        };
        let mut gone = 0;
        for rule in &RULES {
            let bound = until - rule.kept;
            loop {
                let query = sqlx::query(rule.sql);
                let query = match rule.form {
                    Form::Seconds => query.bind(bound),
                    Form::Iso => query.bind(iso(bound)),
                    Form::Day => query.bind(day(bound)),
                };
                let mut write = self.database.write().await?;
                let done = query.bind(AT_ONCE).execute(&mut *write).await?;
                write.commit().await?;
                gone += done.rows_affected();
                if done.rows_affected() < u64::from(AT_ONCE) {
                    break;
                }
            }
        }
        Ok(gone + self.forget_sign_ins().await? + self.forget_tokens_of_clients().await?)
    }

    /// The time up to which things count as over, moved on; `None` the first time, because nobody
    /// knows yet whether the clock is right.
    async fn forget_until(&self, now: i64) -> Answer<Option<i64>> {
        let mut write = self.database.write().await?;
        let row = sqlx::query("SELECT value FROM fact WHERE name = $1")
            .bind(FACT)
            .fetch_optional(&mut *write)
            .await?;
        let last: Option<i64> = row.and_then(|row| row.get::<&str, _>(0).parse().ok());
        let until = next_until(last, now);
        sqlx::query(
            "INSERT INTO fact (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(FACT)
        .bind(until.to_string())
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(last.map(|_| until))
    }

    /// Of each client that acts for itself only the newest families are kept.
    async fn forget_tokens_of_clients(&self) -> Answer<u64> {
        let clients = sqlx::query(
            "SELECT client_id FROM token_family WHERE user_id IS NULL \
             GROUP BY client_id HAVING count(*) > $1",
        )
        .bind(MOST_OF_CLIENT)
        .fetch_all(&mut *self.database.reader().await?)
        .await?;
        let mut gone = 0;
        for client in clients {
            loop {
                let mut write = self.database.write().await?;
                let done = sqlx::query(
                    "DELETE FROM token_family WHERE id IN (SELECT id FROM token_family \
                     WHERE client_id = $1 AND user_id IS NULL AND created_at < \
                     (SELECT created_at FROM token_family WHERE client_id = $1 AND user_id IS NULL \
                      ORDER BY created_at DESC LIMIT 1 OFFSET $2) LIMIT $3)",
                )
                .bind(client.get::<&str, _>(0))
                .bind(MOST_OF_CLIENT - 1)
                .bind(AT_ONCE)
                .execute(&mut *write)
                .await?;
                write.commit().await?;
                gone += done.rows_affected();
                if done.rows_affected() < u64::from(AT_ONCE) {
                    break;
                }
            }
        }
        Ok(gone)
    }

    /// Of each person only the newest rows about signing in and out are kept.
    async fn forget_sign_ins(&self) -> Answer<u64> {
        let people = sqlx::query(
            "SELECT actor_id FROM audit_event WHERE action GLOB 'session.*' \
             GROUP BY actor_id HAVING count(*) > $1",
        )
        .bind(MOST_SIGN_INS)
        .fetch_all(&mut *self.database.reader().await?)
        .await?;
        let mut gone = 0;
        for person in people {
            let mut write = self.database.write().await?;
            let done = sqlx::query(
                "DELETE FROM audit_event WHERE actor_id = $1 AND action GLOB 'session.*' AND id < \
                 (SELECT min(id) FROM (SELECT id FROM audit_event WHERE actor_id = $1 \
                  AND action GLOB 'session.*' ORDER BY id DESC LIMIT $2) AS kept)",
            )
            .bind(person.get::<&str, _>(0))
            .bind(MOST_SIGN_INS)
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            gone += done.rows_affected();
        }
        Ok(gone)
    }
}

fn next_until(last: Option<i64>, now: i64) -> i64 {
    last.map_or(now, |last| now.min(last + STEP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_far_ahead_for_a_moment_moves_on_by_one_step_and_comes_back() {
        let right = 1_000 * DAY;
        assert_eq!(next_until(None, right), right);
        let ahead = next_until(Some(right), right + 365 * DAY);
        assert_eq!(ahead, right + STEP);
        assert_eq!(next_until(Some(ahead), right + 600), right + 600);
    }

    #[test]
    fn after_a_long_stop_it_catches_up() {
        let (mut until, now) = (1_000 * DAY, 1_010 * DAY);
        for _ in 0..120 {
            until = next_until(Some(until), now);
        }
        assert_eq!(until, now);
    }
}
