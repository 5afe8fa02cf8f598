//! Browser sessions. The token is 256 random bits, stored as its SHA-256.

use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, NO_CLIENT, record};
use super::users::rights_of;
use super::{Author, Identity, Store, UserRow};
use crate::clock::SKEW;
use crate::problem::{Answer, Problem};
use crate::randomness::digest;

/// A session that nobody used for this many seconds is over.
pub const IDLE_LIFE: i64 = 8 * 60 * 60;
/// A session is over this many seconds after the sign-in, used or not.
pub const ABSOLUTE_LIFE: i64 = 7 * 24 * 60 * 60;

/// Sessions of a person at the same time; the one that was used least recently makes room.
const MOST_SESSIONS: i64 = 100;
/// Known browsers of a person; the one that was used least recently makes room.
const MOST_BROWSERS: i64 = 20;
/// A browser is known this long after the last sign-in in it, in seconds.
pub const BROWSER_LIFE: i64 = 365 * 24 * 60 * 60;

/// What a sign-in opens.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// Its token.
    pub token: &'a str,
    /// Token of the session that the browser had before, which ends.
    pub before: Option<&'a str>,
    /// Token by which the browser is known from now on.
    pub browser: &'a str,
    /// Network address that it came from.
    pub network: &'a str,
}

impl Store {
    /// Opens a session for the author.
    ///
    /// # Errors
    /// 401 the person was switched off since the password was checked; nothing is written then.
    pub(crate) async fn open_session(&self, new: NewSession<'_>, author: &Author) -> Answer<()> {
        let mut write = self.database.write().await?;
        let to = &mut *write;
        if let Some(before) = new.before {
            delete(to, before).await?;
        }
        sqlx::query(
            "DELETE FROM session WHERE user_id = $1 AND token_hash NOT IN \
             (SELECT token_hash FROM session WHERE user_id = $1 ORDER BY last_seen DESC, created_at DESC LIMIT $2)",
        )
        .bind(&author.user.id)
        .bind(MOST_SESSIONS - 1)
        .execute(&mut *to)
        .await?;
        let opened = sqlx::query(
            "INSERT INTO session (token_hash, user_id, created_at, last_seen) \
             SELECT $1, id, $3, $3 FROM user_account WHERE id = $2 AND state = 'active'",
        )
        .bind(digest(new.token))
        .bind(&author.user.id)
        .bind(author.now)
        .execute(&mut *to)
        .await?;
        if opened.rows_affected() == 0 {
            return Err(Problem::unauthenticated());
        }
        know_browser(to, new.browser, author).await?;
        let audit = Audit {
            action: "session.started",
            client_id: NO_CLIENT,
            before: None,
            after: Some(json!({ "network": new.network })),
        };
        record(to, author, audit).await?;
        write.commit().await?;
        if let Some(before) = new.before {
            self.bell().ring_session(&digest(before));
        }
        Ok(())
    }

    /// Ends a session. Looks first whether there is one, because anybody can send a made-up cookie and
    /// would take the lock.
    pub(crate) async fn close_session(&self, token: &str, author: &Author) -> Answer<()> {
        let row = sqlx::query(
            "SELECT user_account.id, user_account.name, user_account.email \
             FROM session JOIN user_account ON user_account.id = session.user_id WHERE token_hash = $1",
        )
        .bind(digest(token))
        .fetch_optional(&mut *self.database.reader().await?)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let author = author.in_the_name_of(UserRow {
            id: row.get(0),
            name: row.get(1),
            email: row.get(2),
        });
        let mut write = self.database.write().await?;
        if delete(&mut write, token).await? {
            let audit = Audit {
                action: "session.ended",
                client_id: NO_CLIENT,
                before: None,
                after: None,
            };
            record(&mut write, &author, audit).await?;
        }
        write.commit().await?;
        self.bell().ring_session(&digest(token));
        Ok(())
    }

    /// Whether somebody signed in to this account in this browser before.
    pub(crate) async fn knows_browser(
        &self,
        browser: &str,
        user_id: &str,
        now: i64,
    ) -> Answer<bool> {
        let row = sqlx::query(
            "SELECT 1 FROM known_browser WHERE token_hash = $1 AND user_id = $2 AND last_used > $3",
        )
        .bind(digest(browser))
        .bind(user_id)
        .bind(now - BROWSER_LIFE)
        .fetch_optional(&mut *self.database.reader().await?)
        .await?;
        Ok(row.is_some())
    }

    /// Who a live session belongs to. This does not count as a use of the session.
    pub(crate) async fn identity_of_session(
        &self,
        token: &str,
        now: i64,
    ) -> Answer<Option<Identity>> {
        let hash = digest(token);
        let mut read = self.database.read().await?;
        let row = sqlx::query(
            "SELECT user_account.id, user_account.name, user_account.email, session.last_seen \
             FROM session JOIN user_account ON user_account.id = session.user_id \
             WHERE session.token_hash = $1 AND session.created_at > $2 AND session.created_at <= $3 \
             AND user_account.state = 'active'",
        )
        .bind(&hash)
        .bind(now - ABSOLUTE_LIFE)
        .bind(now + SKEW)
        .fetch_optional(&mut *read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let seen = self.uses.seen(&hash, row.get(3));
        if seen <= now - IDLE_LIFE {
            return Ok(None);
        }
        let user = UserRow {
            id: row.get(0),
            name: row.get(1),
            email: row.get(2),
        };
        let (roles, permissions) = rights_of(&mut read, &user.id).await?;
        Ok(Some(Identity {
            user,
            roles,
            permissions,
            session: Some(token.to_owned()),
            ..Identity::default()
        }))
    }
}

async fn delete(to: &mut SqliteConnection, token: &str) -> Answer<bool> {
    let done = sqlx::query("DELETE FROM session WHERE token_hash = $1")
        .bind(digest(token))
        .execute(to)
        .await?;
    Ok(done.rows_affected() > 0)
}

async fn know_browser(to: &mut SqliteConnection, browser: &str, author: &Author) -> Answer<()> {
    sqlx::query(
        "INSERT INTO known_browser (token_hash, user_id, last_used) VALUES ($1, $2, $3) \
         ON CONFLICT (token_hash, user_id) DO UPDATE SET last_used = excluded.last_used",
    )
    .bind(digest(browser))
    .bind(&author.user.id)
    .bind(author.now)
    .execute(&mut *to)
    .await?;
    sqlx::query(
        "DELETE FROM known_browser WHERE user_id = $1 AND token_hash <> $2 AND token_hash NOT IN \
         (SELECT token_hash FROM known_browser WHERE user_id = $1 AND token_hash <> $2 \
          ORDER BY last_used DESC LIMIT $3)",
    )
    .bind(&author.user.id)
    .bind(digest(browser))
    .bind(MOST_BROWSERS - 1)
    .execute(to)
    .await?;
    Ok(())
}
