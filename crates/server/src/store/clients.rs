//! OAuth clients.

use countersign_contract::list::{ClientQuery, ClientSort, SortOrder, fold};
use countersign_contract::{API_BASE, AuthorizationState, OAuthClient};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::Store;
use crate::problem::{Answer, Problem};

/// A client as stored.
#[derive(Clone, Debug)]
pub struct ClientRow {
    /// The client.
    pub client: OAuthClient,
    /// Deletion, ISO 8601 UTC; `None` while it lives.
    pub date_deleted: Option<String>,
}

impl ClientRow {
    /// The client if it still exists.
    ///
    /// # Errors
    /// 404 that says when it was deleted.
    pub fn living(self) -> Answer<OAuthClient> {
        match self.date_deleted {
            None => Ok(self.client),
            Some(date) => Err(Problem::client_deleted(self.client.display_name(), &date)),
        }
    }
}

impl Store {
    /// A client by its ID.
    ///
    /// # Errors
    /// 404 `client.not.found` where there is none or it was deleted.
    pub async fn client(&self, id: &str) -> Answer<OAuthClient> {
        let mut connection = self.database.reader().await?;
        living_client(&mut connection, id).await
    }

    /// A living client with what the token endpoint needs of it.
    ///
    /// # Errors
    /// 404 `client.not.found` where there is none or it was deleted.
    pub async fn client_with_facts(&self, id: &str) -> Answer<(OAuthClient, ClientFacts)> {
        let mut transaction = self.database.read().await?;
        let client = living_client(&mut transaction, id).await?;
        Ok((client, facts_of_client(&mut transaction, id).await?))
    }

    /// A page of clients with the state of their authorization, and how many match.
    ///
    /// # Errors
    /// The store failed.
    pub async fn clients(&self, query: &ClientQuery) -> Answer<(Vec<OAuthClient>, u64)> {
        let mut transaction = self.database.read().await?;
        let mut count = QueryBuilder::new("SELECT count(*) FROM client");
        push_filter(&mut count, query);
        let total: i64 = count.build().fetch_one(&mut *transaction).await?.get(0);

        let mut page = QueryBuilder::new(
            "SELECT client.document, client_authorization.state \
             FROM client LEFT JOIN client_authorization ON client_authorization.client_id = client.id",
        );
        push_filter(&mut page, query);
        page.push(" ORDER BY ").push(match &query.sort_by {
            ClientSort::Name | ClientSort::Other(_) => "client.name_folded",
            ClientSort::DateCreated => "client.date_created",
            ClientSort::Authorization => "coalesce(client_authorization.state_rank, 0)",
        });
        if query.sort_order == SortOrder::Descending {
            page.push(" DESC");
        }
        let skip = u64::from(query.page_number - 1) * u64::from(query.page_size);
        page.push(", client.name_folded, client.id LIMIT ")
            .push_bind(query.page_size)
            .push(" OFFSET ")
            .push_bind(i64::try_from(skip).unwrap_or(i64::MAX));
        let rows = page.build().fetch_all(&mut *transaction).await?;
        let clients = rows.iter().map(with_state).collect::<Answer<_>>()?;
        Ok((clients, u64::try_from(total).unwrap_or_default()))
    }
}

fn with_state(row: &SqliteRow) -> Answer<OAuthClient> {
    let state: Option<String> = row.get(1);
    Ok(OAuthClient {
        authorization_state: Some(state.map_or(AuthorizationState::Unauthorized, |state| {
            AuthorizationState::from_wire(&state)
        })),
        ..read(row)?
    })
}

fn push_filter(sql: &mut QueryBuilder<Sqlite>, query: &ClientQuery) {
    sql.push(" WHERE client.date_deleted IS NULL");
    let wanted = fold(query.name.trim());
    if !wanted.is_empty() {
        sql.push(" AND (instr(client.name_folded, ")
            .push_bind(wanted.clone())
            .push(") > 0 OR instr(client.id, ")
            .push_bind(wanted)
            .push(") > 0)");
    }
    if let Some(kind) = &query.kind {
        sql.push(" AND client.kind = ")
            .push_bind(kind.as_str().to_owned());
    }
}

pub(super) async fn living_client(
    connection: &mut SqliteConnection,
    id: &str,
) -> Answer<OAuthClient> {
    let row = sqlx::query("SELECT document, date_deleted FROM client WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(Problem::client_not_found)?;
    let row = ClientRow {
        client: read(&row)?,
        date_deleted: row.get(1),
    };
    row.living()
}

/// What the token endpoint and the consent need of a client beyond its document.
#[derive(Clone, Debug)]
pub struct ClientFacts {
    /// Scopes that it also works without.
    pub optional: Vec<String>,
    /// SHA-256 of its secret; none for a public client.
    pub secret_hash: Option<String>,
}

pub(super) async fn facts_of_client(
    connection: &mut SqliteConnection,
    id: &str,
) -> Answer<ClientFacts> {
    let row = sqlx::query("SELECT optional_scope, secret_hash FROM client WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(Problem::client_not_found)?;
    Ok(ClientFacts {
        optional: serde_json::from_str(row.get(0))?,
        secret_hash: row.get(1),
    })
}

fn read(row: &SqliteRow) -> Answer<OAuthClient> {
    let client: OAuthClient = serde_json::from_str(row.get(0))?;
    Ok(OAuthClient {
        self_uri: Some(format!("{API_BASE}/oauth/clients/{}", client.id)),
        ..client
    })
}
