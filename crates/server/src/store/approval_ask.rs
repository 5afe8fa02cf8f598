//! Asking for an application, in the transaction of what follows from it.

use countersign_contract::list::unique;
use countersign_contract::{ApprovalAsk, ApprovalRequest, ClientState, GrantType};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::approvals::{can_use, last_of};
use super::audit::{Audit, record};
use super::authorization_change::Change;
use super::authorizations::find;
use super::clients::living_client;
use super::consequences::decide;
use super::organization::owner;
use super::{Author, Identity, Store};
use crate::clock::iso;
use crate::http::etag::IfMatch;
use crate::problem::{Answer, Problem};

/// Requests of a person for one client, taken back within the window.
const MOST_WITHDRAWN: u32 = 5;
/// In seconds.
const WITHDRAWN_WINDOW: i64 = 24 * 60 * 60;

impl Store {
    /// Asks for an application. Answers the request and whether it is new: while one is open,
    /// asking again replaces its reason. The scopes are those of the client's record, or `known`
    /// from its own request: who asks does not choose what an administrator finds ticked.
    ///
    /// # Errors
    /// 404 no such client; 409 it is blocked, switched off, or the user can use it already; 400 a
    /// scope that the client does not ask for; 429 asked and taken back too often.
    pub async fn ask(
        &self,
        ask: &ApprovalAsk,
        known: &[String],
        id: String,
        identity: &Identity,
        author: &Author,
    ) -> Answer<(ApprovalRequest, bool)> {
        let mut transaction = self.database.write().await?;
        let to = &mut *transaction;
        let client = living_client(to, &ask.client_id).await?;
        let owner = owner(to).await?;
        let before = find(to, &client.id, &owner).await?;
        let asked = if ask.scope.is_empty() {
            &client.scope
        } else {
            &ask.scope
        };
        let asked = unique(asked);
        let foreign = |id: &&String| !client.scope.contains(id) && !known.contains(id);
        if let Some(id) = asked.iter().find(foreign) {
            let message = format!("The application does not ask for the scope '{id}'.");
            return Err(Problem::field("scope", message));
        }
        let active = matches!(client.state, None | Some(ClientState::Active));
        if !active || client.authorized_grant_type != Some(GrantType::Code) {
            return Err(Problem::conflict(
                "The application is switched off or signs nobody in. Nothing was asked.",
            ));
        }
        if can_use(&before, identity, &asked) {
            return Err(Problem::conflict(
                "You can use this application already. Nothing was asked.",
            ));
        }
        let block = sqlx::query("SELECT reason FROM client_block WHERE client_id = $1")
            .bind(&client.id)
            .fetch_optional(&mut *to)
            .await?;
        if block.is_some() {
            return Err(Problem::application_blocked());
        }
        let replaced = sqlx::query(
            "UPDATE approval_request SET reason = $3 \
             WHERE client_id = $1 AND user_id = $2 AND state = 'open'",
        )
        .bind(&client.id)
        .bind(&identity.user.id)
        .bind(&ask.reason)
        .execute(&mut *to)
        .await?;
        let is_new = replaced.rows_affected() == 0;
        if is_new {
            check_withdrawn(to, &client.id, author).await?;
            insert(to, &id, &client.id, ask, &asked, author).await?;
            let change = Change::Request(asked.clone());
            decide(to, before, &change, &IfMatch::Whatever, author).await?;
        }
        let audit = Audit {
            action: "request.asked",
            client_id: &client.id,
            before: None,
            after: Some(json!({ "scope": asked, "reason": ask.reason })),
        };
        record(to, author, audit).await?;
        let request = last_of(to, &client.id, &identity.user.id).await?;
        transaction.commit().await?;
        self.bell().ring_application(&client.id);
        Ok((request.ok_or_else(Problem::not_found)?, is_new))
    }
}

/// To ask and to take it back each make a version of the authorization, which stays for good and
/// takes nobody's permission: not without end.
async fn check_withdrawn(
    connection: &mut SqliteConnection,
    client_id: &str,
    author: &Author,
) -> Answer<()> {
    let row = sqlx::query(
        "SELECT unixepoch(date_created) FROM approval_request \
         WHERE client_id = $1 AND user_id = $2 AND state = 'withdrawn' AND date_created > $3 \
         ORDER BY date_created DESC LIMIT 1 OFFSET $4",
    )
    .bind(client_id)
    .bind(&author.user.id)
    .bind(iso(author.now - WITHDRAWN_WINDOW))
    .bind(MOST_WITHDRAWN - 1)
    .fetch_optional(connection)
    .await?;
    match row {
        None => Ok(()),
        Some(row) => {
            let oldest: i64 = row.get(0);
            Err(Problem::too_many(oldest + WITHDRAWN_WINDOW - author.now))
        }
    }
}

async fn insert(
    to: &mut SqliteConnection,
    id: &str,
    client_id: &str,
    ask: &ApprovalAsk,
    asked: &[String],
    author: &Author,
) -> Answer<()> {
    sqlx::query(
        "INSERT INTO approval_request (id, client_id, user_id, scope, reason, state, date_created) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6)",
    )
    .bind(id)
    .bind(client_id)
    .bind(&author.user.id)
    .bind(serde_json::to_string(asked)?)
    .bind(&ask.reason)
    .bind(&author.at)
    .execute(to)
    .await?;
    Ok(())
}
