//! History of an authorization.

use countersign_contract::{AuthorizationVersion, EntityRef, OAuthAuthorization};
use sqlx::Row as _;

use super::Store;
use crate::problem::Answer;

impl Store {
    /// Versions of a client's authorization, newest first.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn versions(&self, client_id: &str) -> Answer<Vec<AuthorizationVersion>> {
        self.client(client_id).await?;
        let rows = sqlx::query(
            "SELECT version, date, author_id, author_name, note, request_id, after \
             FROM authorization_version WHERE client_id = $1 ORDER BY version DESC",
        )
        .bind(client_id)
        .fetch_all(&self.pool)
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
        rows.iter().map(version).collect()
    }
}
