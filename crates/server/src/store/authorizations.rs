//! Authorizations, one at a time and all of them.

use countersign_contract::{API_BASE, EntityRef, OAuthAuthorization, OAuthClient};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::Store;
use super::authorization_row::self_uri;
use super::clients::living_client;
use crate::problem::Answer;

pub(super) const COLUMNS: &str = "client_authorization.document, client_authorization.last_used, \
     client_authorization.active_users, client.document \
     FROM client_authorization JOIN client ON client.id = client_authorization.client_id";

impl Store {
    /// The authorization of a client; of one that nobody decided on, the state `Unauthorized`
    /// with version 0.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn authorization(&self, client_id: &str) -> Answer<OAuthAuthorization> {
        let owner = self.resource_owner().await?;
        let mut transaction = self.pool.begin().await?;
        find(&mut transaction, client_id, &owner).await
    }

    /// All authorizations by name, pending ones first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn authorizations(&self) -> Answer<Vec<OAuthAuthorization>> {
        let owner = self.resource_owner().await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} ORDER BY pending DESC, client_authorization.name_folded, client_id"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| read(row, &owner)).collect()
    }
}

/// The authorization of a living client, within a transaction.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    client_id: &str,
    owner: &EntityRef,
) -> Answer<OAuthAuthorization> {
    let client = living_client(connection, client_id).await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} WHERE client_id = $1"
    )))
    .bind(client_id)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = row {
        return read(&row, owner);
    }
    // A request that was turned down leaves no authorization, but its versions.
    let last = sqlx::query(
        "SELECT coalesce(max(version), 0) FROM authorization_version WHERE client_id = $1",
    )
    .bind(client_id)
    .fetch_one(connection)
    .await?;
    Ok(undecided(client, owner, last.get(0)))
}

pub(super) fn read(row: &SqliteRow, owner: &EntityRef) -> Answer<OAuthAuthorization> {
    let decision: OAuthAuthorization = serde_json::from_str(row.get(0))?;
    let client: OAuthClient = serde_json::from_str(row.get(3))?;
    Ok(OAuthAuthorization {
        self_uri: Some(self_uri(&client.id)),
        client: OAuthClient {
            self_uri: Some(format!("{API_BASE}/oauth/clients/{}", client.id)),
            ..client
        },
        resource_owner: Some(owner.clone()),
        last_used: row.get(1),
        active_users30d: Some(row.get(2)),
        ..decision
    })
}

fn undecided(client: OAuthClient, owner: &EntityRef, version: u32) -> OAuthAuthorization {
    OAuthAuthorization {
        self_uri: Some(self_uri(&client.id)),
        client,
        resource_owner: Some(owner.clone()),
        version: Some(version),
        active_users30d: Some(0),
        ..OAuthAuthorization::default()
    }
}
