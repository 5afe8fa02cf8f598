//! History of an authorization.

use countersign_contract::{AuthorizationVersion, EntityRef, OAuthAuthorization};
use sqlx::Row as _;

use super::Store;
use super::clients::living_client;
use crate::problem::Answer;

/// Most versions in an answer.
const MOST: i64 = 500;

impl Store {
    /// The newest versions of a client's authorization, newest first, at most 500, and how many there
    /// are.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn versions(&self, client_id: &str) -> Answer<(Vec<AuthorizationVersion>, u64)> {
        let mut read = self.database.read().await?;
        living_client(&mut read, client_id).await?;
        let total: i64 =
            sqlx::query("SELECT count(*) FROM authorization_version WHERE client_id = $1")
                .bind(client_id)
                .fetch_one(&mut *read)
                .await?
                .get(0);
        let rows = sqlx::query(
            "SELECT version, date, author_id, author_name, note, request_id, after \
             FROM authorization_version WHERE client_id = $1 ORDER BY version DESC LIMIT $2",
        )
        .bind(client_id)
        .bind(MOST)
        .fetch_all(&mut *read)
        .await?;
        let version = |row: &sqlx::sqlite::SqliteRow| {
            let after: OAuthAuthorization = serde_json::from_str(row.get(6))?;
            Ok(AuthorizationVersion {
                version: row.get(0),
                date: row.get(1),
                author: row.get::<Option<String>, _>(2).map(|id| EntityRef {
                    id,
                    name: row.get(3),
                    self_uri: None,
                }),
                state: after.state,
                scope: after.scope,
                roles: after.roles,
                note: row.get(4),
                request_id: row.get(5),
            })
        };
        let versions = rows.iter().map(version).collect::<Answer<_>>()?;
        Ok((versions, u64::try_from(total).unwrap_or_default()))
    }
}
