//! Families of tokens: everything that came of one decision, or of one call of a client for itself.
//! A family that ended, or lost a scope, gets nothing back.

use serde_json::Value;
use sqlx::{Row as _, SqliteConnection};

use super::Store;
use crate::problem::Answer;
use crate::rules::question::usable;

/// What one decision issued is over after this many seconds, refreshed or not.
pub(super) const FAMILY_LIFE: i64 = 30 * 24 * 60 * 60;
/// Families of a person with one client; the oldest makes room.
const MOST_FAMILIES: i64 = 1_000;

pub(super) struct NewFamily<'a> {
    pub id: String,
    pub client_id: &'a str,
    pub user_id: Option<&'a str>,
    pub scope: &'a [String],
    pub version: u32,
    /// In seconds.
    pub life: i64,
}

/// Writes a family.
pub(super) async fn insert_family(
    to: &mut SqliteConnection,
    family: &NewFamily<'_>,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "DELETE FROM token_family WHERE client_id = $1 AND user_id = $2 AND id NOT IN \
         (SELECT id FROM token_family WHERE client_id = $1 AND user_id = $2 ORDER BY created_at DESC LIMIT $3)",
    )
    .bind(family.client_id)
    .bind(family.user_id)
    .bind(MOST_FAMILIES - 1)
    .execute(&mut *to)
    .await?;
    sqlx::query(
        "INSERT INTO token_family (id, client_id, user_id, scope, authorization_version, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&family.id)
    .bind(family.client_id)
    .bind(family.user_id)
    .bind(serde_json::to_string(family.scope)?)
    .bind(family.version)
    .bind(now)
    .bind(now + family.life)
    .execute(to)
    .await?;
    Ok(())
}

/// Writes a family of a client that acts for itself, if the client and the version of its
/// authorization are still what they were. Answers whether they are.
pub(super) async fn insert_family_of_client(
    to: &mut SqliteConnection,
    family: &NewFamily<'_>,
    now: i64,
) -> Answer<bool> {
    let done = sqlx::query(
        "INSERT INTO token_family (id, client_id, user_id, scope, authorization_version, created_at, expires_at) \
         SELECT $1, client.id, NULL, $3, client_authorization.version, $5, $6 \
         FROM client JOIN client_authorization ON client_authorization.client_id = client.id \
         WHERE client.id = $2 AND client.date_deleted IS NULL \
         AND coalesce(client.document ->> 'state', 'active') = 'active' \
         AND client_authorization.version = $4 AND client_authorization.document ->> 'state' = 'Authorized'",
    )
    .bind(&family.id)
    .bind(family.client_id)
    .bind(serde_json::to_string(family.scope)?)
    .bind(family.version)
    .bind(now)
    .bind(now + family.life)
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every token of a client, or of one user of it.
pub(super) async fn end_families(
    connection: &mut SqliteConnection,
    client_id: &str,
    user_id: Option<&str>,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "UPDATE token_family SET ended_at = $3 WHERE client_id = $1 AND ended_at IS NULL \
         AND ($2 IS NULL OR user_id = $2)",
    )
    .bind(client_id)
    .bind(user_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the tokens of people who have none of the roles that a client is for; an empty list is
/// everyone.
pub(super) async fn end_families_without_role(
    connection: &mut SqliteConnection,
    client_id: &str,
    roles: &[String],
    now: i64,
) -> Answer<()> {
    if roles.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE token_family SET ended_at = $3 WHERE client_id = $1 AND ended_at IS NULL \
         AND user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM user_role \
         WHERE user_role.user_id = token_family.user_id AND role_id IN (SELECT value FROM json_each($2)))",
    )
    .bind(client_id)
    .bind(serde_json::to_string(roles)?)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Cuts the families of an older version, which cut only what a token could be used for: once.
    pub(super) async fn cut_old_families(&self) -> Answer<()> {
        const FACT: &str = "old families are cut";
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let done = sqlx::query("SELECT 1 FROM fact WHERE name = $1")
            .bind(FACT)
            .fetch_optional(&mut *to)
            .await?;
        if done.is_some() {
            return Ok(());
        }
        let allowed = sqlx::query(
            "SELECT client_id, NULL, document -> 'scope' FROM client_authorization \
             UNION ALL SELECT client_id, user_id, scope FROM user_grant",
        )
        .fetch_all(&mut *to)
        .await?;
        for row in allowed {
            let scope: Vec<String> = serde_json::from_str(row.get(2))?;
            cut_families(to, row.get(0), row.get(1), &scope).await?;
        }
        sqlx::query("INSERT INTO fact (name, value) VALUES ($1, '')")
            .bind(FACT)
            .execute(&mut *to)
            .await?;
        write.commit().await?;
        Ok(())
    }
}

/// A family that was ended just now.
pub(super) struct Ended {
    pub client_id: String,
    pub user_id: Option<String>,
    pub scope: Value,
}

/// Ends a family; `None` where it had ended before.
pub(super) async fn end_family(
    to: &mut SqliteConnection,
    family: &str,
    now: i64,
) -> Answer<Option<Ended>> {
    let row = sqlx::query(
        "UPDATE token_family SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL \
         RETURNING client_id, user_id, scope",
    )
    .bind(family)
    .bind(now)
    .fetch_optional(to)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Ended {
        client_id: row.get(0),
        user_id: row.get(1),
        scope: serde_json::from_str(row.get(2))?,
    }))
}

/// Takes from the families of a client, or of one user of it, what is not allowed any more. It does
/// not come back when more is allowed again.
pub(super) async fn cut_families(
    to: &mut SqliteConnection,
    client_id: &str,
    user_id: Option<&str>,
    allowed: &[String],
) -> Answer<()> {
    // Most of them have the same scopes: one statement for each set.
    let sets = sqlx::query(
        "SELECT DISTINCT scope FROM token_family WHERE client_id = $1 AND ended_at IS NULL \
         AND ($2 IS NULL OR user_id = $2)",
    )
    .bind(client_id)
    .bind(user_id)
    .fetch_all(&mut *to)
    .await?;
    for row in sets {
        let text: &str = row.get(0);
        let before: Vec<String> = serde_json::from_str(text)?;
        let after = usable(&before, allowed);
        if after.len() < before.len() {
            sqlx::query(
                "UPDATE token_family SET scope = $4 WHERE client_id = $1 AND ended_at IS NULL \
                 AND ($2 IS NULL OR user_id = $2) AND scope = $3",
            )
            .bind(client_id)
            .bind(user_id)
            .bind(text)
            .bind(serde_json::to_string(&after)?)
            .execute(&mut *to)
            .await?;
        }
    }
    Ok(())
}
