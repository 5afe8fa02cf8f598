//! Browser sessions. The token is 256 random bits, stored as its SHA-256.

use sqlx::Row as _;

use super::users::rights_of;
use super::{Identity, Store, UserRow};
use crate::problem::Answer;
use crate::randomness::digest;

/// A session that nobody used for this many seconds is over.
pub const IDLE_LIFE: i64 = 8 * 60 * 60;
/// A session is over this many seconds after the sign-in, used or not.
pub const ABSOLUTE_LIFE: i64 = 7 * 24 * 60 * 60;
/// A read writes down at most this often, in seconds, that the session is in use.
const SEEN_EVERY: i64 = 60;

impl Store {
    /// Opens a session and ends the one before it; also forgets what is over.
    pub(crate) async fn open_session(
        &self,
        token: &str,
        user_id: &str,
        before: Option<&str>,
        now: i64,
    ) -> Answer<()> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "DELETE FROM session WHERE token_hash = $1 OR last_seen <= $2 OR created_at <= $3",
        )
        .bind(before.map(digest))
        .bind(now - IDLE_LIFE)
        .bind(now - ABSOLUTE_LIFE)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO session (token_hash, user_id, created_at, last_seen) VALUES ($1, $2, $3, $3)",
        )
        .bind(digest(token))
        .bind(user_id)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends a session.
    pub(crate) async fn close_session(&self, token: &str) -> Answer<()> {
        sqlx::query("DELETE FROM session WHERE token_hash = $1")
            .bind(digest(token))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Who a live session belongs to.
    pub(crate) async fn identity_of_session(
        &self,
        token: &str,
        now: i64,
    ) -> Answer<Option<Identity>> {
        let row = sqlx::query(
            "SELECT user_account.id, user_account.name, user_account.email, session.last_seen \
             FROM session JOIN user_account ON user_account.id = session.user_id \
             WHERE session.token_hash = $1 AND session.last_seen > $2 AND session.created_at > $3",
        )
        .bind(digest(token))
        .bind(now - IDLE_LIFE)
        .bind(now - ABSOLUTE_LIFE)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user = UserRow {
            id: row.get(0),
            name: row.get(1),
            email: row.get(2),
        };
        if now - row.get::<i64, _>(3) >= SEEN_EVERY {
            sqlx::query("UPDATE session SET last_seen = $1 WHERE token_hash = $2")
                .bind(now)
                .bind(digest(token))
                .execute(&self.pool)
                .await?;
        }
        let mut connection = self.pool.acquire().await?;
        let (roles, permissions) = rights_of(&mut connection, &user.id).await?;
        Ok(Some(Identity {
            user,
            roles,
            permissions,
            session: Some(token.to_owned()),
            ..Identity::default()
        }))
    }
}
