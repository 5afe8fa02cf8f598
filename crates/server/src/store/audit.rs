//! The audit of what is not a version of an authorization: who, what, when, before, after, by which
//! request. Written in the transaction of the change itself.

use serde_json::Value;
use sqlx::SqliteConnection;

use super::Author;
use crate::problem::Answer;

/// What is about no client.
pub(super) const NO_CLIENT: &str = "";

/// A line of the audit.
#[derive(Clone, Debug)]
pub(super) struct Audit<'a> {
    /// What was done, for example `consent.denied`.
    pub action: &'static str,
    /// The client that it is about.
    pub client_id: &'a str,
    /// What was true before.
    pub before: Option<Value>,
    /// What is true now.
    pub after: Option<Value>,
}

pub(super) async fn record(
    connection: &mut SqliteConnection,
    author: &Author,
    audit: Audit<'_>,
) -> Answer<()> {
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    sqlx::query(
        "INSERT INTO audit_event (date, actor_id, actor_name, action, client_id, before, after, request_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&author.at)
    .bind(&author.user.id)
    .bind(&author.user.name)
    .bind(audit.action)
    .bind(audit.client_id)
    .bind(text(audit.before))
    .bind(text(audit.after))
    .bind(&author.request_id)
    .execute(connection)
    .await?;
    Ok(())
}
