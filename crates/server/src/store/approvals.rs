//! Approval requests: users ask, administrators answer.

use countersign_contract::list::unique;
use countersign_contract::{
    API_BASE, ApprovalAsk, ApprovalRequest, ApprovalState, AuthorizationState, ClientState,
    EntityRef, GrantType, OAuthAuthorization, OAuthClient, RoleRef,
};
use serde_json::json;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::authorization_write::{Change, apply};
use super::authorizations::find;
use super::clients::living_client;
use super::organization::owner;
use super::{Author, Identity, Store};
use crate::clock::iso;
use crate::etag::IfMatch;
use crate::oauth::question::{admits, usable};
use crate::problem::{Answer, Problem};

/// Most requests in an answer: all open ones of a sane organization, and the newest handled ones.
const MOST: u32 = 500;

/// Requests of a person for one client, taken back within the window.
const MOST_WITHDRAWN: u32 = 5;
/// In seconds.
const WITHDRAWN_WINDOW: i64 = 24 * 60 * 60;

pub(super) const SELECT: &str = "SELECT approval_request.id, client.document, approval_request.user_id, user_account.name, \
     (SELECT json_group_array(json_object('id', role.id, 'name', role.document ->> 'name')) FROM user_role \
      JOIN role ON role.id = user_role.role_id WHERE user_role.user_id = approval_request.user_id), \
     approval_request.scope, approval_request.reason, approval_request.state, approval_request.date_created, \
     approval_request.date_handled, approval_request.handled_by_id, approval_request.handled_by_name, \
     approval_request.answer, approval_request.approved_scope \
     FROM approval_request JOIN client ON client.id = approval_request.client_id \
     JOIN user_account ON user_account.id = approval_request.user_id";

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
            apply(to, before, &change, &IfMatch::Whatever, author).await?;
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

    /// Requests in a state, or all of them; newest first. At most [`MOST`], and how many there are.
    ///
    /// # Errors
    /// The store failed.
    pub async fn requests(
        &self,
        state: Option<&ApprovalState>,
    ) -> Answer<(Vec<ApprovalRequest>, u64)> {
        let filter = state.map_or("", |_| " WHERE approval_request.state = $1");
        let state = state.map(|state| state.as_str().to_owned());
        let mut transaction = self.database.read().await?;
        let count = format!("SELECT count(*) FROM approval_request{filter}");
        let total = sqlx::query(sqlx::AssertSqlSafe(count))
            .bind(&state)
            .fetch_one(&mut *transaction)
            .await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT}{filter} ORDER BY approval_request.state = 'open' DESC, \
             coalesce(approval_request.date_handled, approval_request.date_created) DESC, approval_request.id \
             LIMIT {MOST}"
        )))
        .bind(&state)
        .fetch_all(&mut *transaction)
        .await?;
        let requests = rows.iter().map(read).collect::<Answer<_>>()?;
        let total: i64 = total.get(0);
        Ok((requests, u64::try_from(total).unwrap_or_default()))
    }

    /// A request.
    ///
    /// # Errors
    /// The store failed.
    pub async fn request(&self, id: &str) -> Answer<Option<ApprovalRequest>> {
        by_id(&mut *self.database.reader().await?, id).await
    }

    /// The newest request of a user for a client.
    ///
    /// # Errors
    /// The store failed.
    pub async fn request_of(
        &self,
        client_id: &str,
        user_id: &str,
    ) -> Answer<Option<ApprovalRequest>> {
        last_of(&mut *self.database.reader().await?, client_id, user_id).await
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

pub(super) fn can_use(
    authorization: &OAuthAuthorization,
    identity: &Identity,
    asked: &[String],
) -> bool {
    let roles: Vec<_> = identity.roles.iter().map(|role| role.id.clone()).collect();
    let opens = asked.is_empty() || !usable(asked, &authorization.scope).is_empty();
    authorization.state == AuthorizationState::Authorized
        && admits(&authorization.roles, &roles)
        && opens
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

pub(super) async fn by_id(
    connection: &mut SqliteConnection,
    id: &str,
) -> Answer<Option<ApprovalRequest>> {
    let sql = format!("{SELECT} WHERE approval_request.id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

async fn last_of(
    connection: &mut SqliteConnection,
    client_id: &str,
    user_id: &str,
) -> Answer<Option<ApprovalRequest>> {
    let sql = format!(
        "{SELECT} WHERE approval_request.client_id = $1 AND approval_request.user_id = $2 \
         ORDER BY approval_request.state = 'open' DESC, approval_request.date_created DESC, \
         approval_request.rowid DESC LIMIT 1"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(client_id)
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) fn read(row: &SqliteRow) -> Answer<ApprovalRequest> {
    let client: OAuthClient = serde_json::from_str(row.get(1))?;
    let roles: Vec<RoleRef> = serde_json::from_str(row.get(4))?;
    let id: String = row.get(0);
    let handled_by = row.get::<Option<String>, _>(10).map(|id| EntityRef {
        id,
        name: row.get(11),
        self_uri: None,
    });
    let approved: Option<String> = row.get(13);
    Ok(ApprovalRequest {
        self_uri: Some(format!("{API_BASE}/oauth/requests/{id}")),
        id,
        client,
        user: EntityRef {
            id: row.get(2),
            name: Some(row.get(3)),
            self_uri: None,
        },
        user_roles: roles,
        scope: serde_json::from_str(row.get(5))?,
        reason: row.get(6),
        state: ApprovalState::from_wire(row.get(7)),
        date_created: row.get(8),
        date_handled: row.get(9),
        handled_by,
        answer: row.get(12),
        approved_scope: approved
            .map(|text| serde_json::from_str(&text))
            .transpose()?,
    })
}
