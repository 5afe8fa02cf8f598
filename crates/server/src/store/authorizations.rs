//! Authorizations, one at a time and all of them.

use std::collections::HashSet;

use countersign_contract::{API_BASE, EntityRef, OAuthAuthorization, OAuthClient};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::Store;
use super::authorization_row::self_uri;
use super::clients::living_client;
use crate::problem::Answer;

pub(super) const COLUMNS: &str = "client_authorization.document, client_authorization.last_used, \
     client_authorization.active_users, client.document, \
     client_authorization.name_folded, client_authorization.client_id \
     FROM client_authorization JOIN client ON client.id = client_authorization.client_id";

/// Authorizations of a list that are read at once.
const PIECE: u32 = 250;

/// How far a list of all authorizations was read.
#[derive(Clone, Debug, Default)]
pub struct ListPlace {
    pending_over: bool,
    name: String,
    client_id: String,
    /// Client IDs of the pending ones.
    listed: HashSet<String>,
}

impl ListPlace {
    fn next_part(&mut self) {
        self.pending_over = true;
        self.name.clear();
        self.client_id.clear();
    }
}

impl Store {
    /// The authorization of a client; of one that nobody decided on, the state `Unauthorized`
    /// with version 0.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn authorization(&self, client_id: &str) -> Answer<OAuthAuthorization> {
        let owner = self.resource_owner().await?;
        let mut transaction = self.database.read().await?;
        find(&mut transaction, client_id, &owner).await
    }

    /// The next authorizations by name after `place`, pending ones first; moves the place on. An
    /// empty answer is the end. A piece at a time, so that a list of any length takes the memory of
    /// one piece, and who reads it slowly holds no connection.
    ///
    /// # Errors
    /// The store failed.
    pub async fn authorizations_after(
        &self,
        place: &mut ListPlace,
    ) -> Answer<Vec<OAuthAuthorization>> {
        let owner = self.resource_owner().await?;
        loop {
            // The second part looks at all, so that one that starts to wait meanwhile is not missed.
            let part = if place.pending_over {
                ""
            } else {
                "AND pending"
            };
            let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
                "SELECT {COLUMNS} WHERE (client_authorization.name_folded, client_id) > ($1, $2) {part} \
                 ORDER BY client_authorization.name_folded, client_id LIMIT {PIECE}"
            )))
            .bind(&place.name)
            .bind(&place.client_id)
            .fetch_all(&mut *self.database.reader().await?)
            .await?;
            let Some(last) = rows.last() else {
                if place.pending_over {
                    return Ok(Vec::new());
                }
                place.next_part();
                continue;
            };
            (place.name, place.client_id) = (last.get(4), last.get(5));
            let all = rows.iter().map(|row| read(row, &owner));
            let mut all = all.collect::<Answer<Vec<_>>>()?;
            if place.pending_over {
                // These are there already.
                all.retain(|one| !place.listed.contains(&one.client.id));
            } else {
                place
                    .listed
                    .extend(all.iter().map(|one| one.client.id.clone()));
            }
            if !all.is_empty() {
                return Ok(all);
            }
        }
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
