//! Filling an empty database in one transaction, a table at a time.

use countersign_contract::list::fold;
use serde::Serialize;
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::Store;
use super::rows::{ClientRows, Rows};

/// Rows that go to SQLite in one statement.
const AT_ONCE: usize = 1_000;

impl Store {
    /// Whether nothing was ever stored.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_empty(&self) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("SELECT count(*) FROM organization")
            .fetch_one(&mut *self.database.reader().await?)
            .await?;
        Ok(row.get::<i64, _>(0) == 0)
    }

    /// Writes a whole organization.
    ///
    /// # Errors
    /// The store failed; nothing is written then.
    pub async fn fill(&self, rows: &Rows) -> Result<(), sqlx::Error> {
        let roles: Vec<_> = rows
            .roles
            .iter()
            .map(|role| {
                let document = serde_json::to_string(role).unwrap_or_default();
                json!({ "id": role.id, "name_folded": fold(&role.name), "document": document })
            })
            .collect();
        let users: Vec<_> = rows
            .users
            .iter()
            .map(|user| {
                let mut user = user.clone();
                user["email_folded"] = fold(user["email"].as_str().unwrap_or_default()).into();
                user
            })
            .collect();
        let mut transaction = self.database.write().await?;
        let to = &mut *transaction;
        insert(
            to,
            "organization",
            &["id", "name"],
            std::slice::from_ref(&rows.organization),
        )
        .await?;
        insert(to, "role", &["id", "name_folded", "document"], &roles).await?;
        let user = ["id", "name", "email", "email_folded", "password_hash"];
        insert(to, "user_account", &user, &users).await?;
        insert(to, "user_role", &["user_id", "role_id"], &rows.user_roles).await?;
        insert_clients(to, &rows.clients).await?;
        transaction.commit().await
    }

    /// Writes many clients, with what was decided about them. The indexes of the list are built
    /// afterwards in one go, which is many times faster than row by row.
    ///
    /// # Errors
    /// The store failed; nothing is written then.
    pub async fn add_clients(
        &self,
        batches: impl Iterator<Item = Vec<ClientRows>>,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.database.write().await?;
        let indexes = sqlx::query(
            "SELECT name, sql FROM sqlite_schema \
             WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'client_authorization'",
        )
        .fetch_all(&mut *transaction)
        .await?;
        for index in &indexes {
            let drop = format!("DROP INDEX {}", index.get::<String, _>(0));
            sqlx::query(sqlx::AssertSqlSafe(drop))
                .execute(&mut *transaction)
                .await?;
        }
        for batch in batches {
            insert_clients(&mut transaction, &batch).await?;
        }
        for index in &indexes {
            sqlx::query(sqlx::AssertSqlSafe(index.get::<String, _>(1)))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }
}

async fn insert_clients(to: &mut SqliteConnection, all: &[ClientRows]) -> Result<(), sqlx::Error> {
    for clients in all.chunks(AT_ONCE) {
        let mut client_rows = Vec::new();
        let mut authorizations = Vec::new();
        let mut versions = Vec::new();
        for client in clients {
            client_rows.push(client.client_row().map_err(encode)?);
            authorizations.extend(client.authorization_row().map_err(encode)?);
            versions.extend(client.version_rows().map_err(encode)?);
        }
        insert(to, "client", &CLIENT, &client_rows).await?;
        insert(to, "client_authorization", &AUTHORIZATION, &authorizations).await?;
        insert(to, "authorization_version", &VERSION, &versions).await?;
        for client in clients {
            let extras = &client.extras;
            insert(to, "approval_request", &REQUEST, &extras.requests).await?;
            insert(to, "client_block", &BLOCK, &extras.blocks).await?;
            insert(to, "user_grant", &GRANT, &extras.grants).await?;
            insert(to, "token_use", &USE, &extras.uses).await?;
        }
    }
    Ok(())
}

const CLIENT: [&str; 8] = [
    "id",
    "name_folded",
    "kind",
    "date_created",
    "date_deleted",
    "secret_hash",
    "optional_scope",
    "document",
];
const AUTHORIZATION: [&str; 14] = [
    "client_id",
    "version",
    "state",
    "document",
    "last_used",
    "active_users",
    "pending",
    "state_rank",
    "name_folded",
    "scope_count",
    "role_count",
    "max_risk",
    "date_modified",
    "decided_by_folded",
];
const VERSION: [&str; 9] = [
    "client_id",
    "version",
    "date",
    "author_id",
    "author_name",
    "note",
    "request_id",
    "before",
    "after",
];

const REQUEST: [&str; 12] = [
    "id",
    "client_id",
    "user_id",
    "scope",
    "reason",
    "state",
    "date_created",
    "date_handled",
    "handled_by_id",
    "handled_by_name",
    "answer",
    "approved_scope",
];
const BLOCK: [&str; 4] = ["client_id", "reason", "date", "author_id"];
const GRANT: [&str; 7] = [
    "client_id",
    "user_id",
    "scope",
    "shown",
    "authorization_version",
    "created_at",
    "modified_at",
];
const USE: [&str; 5] = ["client_id", "user_id", "scope", "day", "calls"];

/// Inserts rows by the names of their fields. SQLite takes the JSON apart.
async fn insert<T: Serialize>(
    to: &mut SqliteConnection,
    table: &str,
    columns: &[&str],
    rows: &[T],
) -> Result<(), sqlx::Error> {
    let values: Vec<_> = columns
        .iter()
        .map(|name| format!("value ->> '{name}'"))
        .collect();
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM json_each($1)",
        columns.join(", "),
        values.join(", ")
    );
    for chunk in rows.chunks(AT_ONCE) {
        let text = serde_json::to_string(chunk).map_err(encode)?;
        sqlx::query(sqlx::AssertSqlSafe(sql.clone()))
            .bind(text)
            .execute(&mut *to)
            .await?;
    }
    Ok(())
}

fn encode(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Encode(Box::new(error))
}
