//! Approval requests as they are stored: read, and closed.

use countersign_contract::{
    API_BASE, ApprovalRequest, ApprovalState, AuthorizationState, EntityRef, OAuthAuthorization,
    OAuthClient, RoleRef,
};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::{Author, Identity, Store};
use crate::problem::Answer;
use crate::rules::question::{admits, usable};

/// Most requests in an answer: all open ones of a sane organization, and the newest handled ones.
const MOST: u32 = 500;

const SELECT: &str = "SELECT approval_request.id, client.document, approval_request.user_id, user_account.name, \
     (SELECT json_group_array(json_object('id', role.id, 'name', role.document ->> 'name')) FROM user_role \
      JOIN role ON role.id = user_role.role_id WHERE user_role.user_id = approval_request.user_id), \
     approval_request.scope, approval_request.reason, approval_request.state, approval_request.date_created, \
     approval_request.date_handled, approval_request.handled_by_id, approval_request.handled_by_name, \
     approval_request.answer, approval_request.approved_scope \
     FROM approval_request JOIN client ON client.id = approval_request.client_id \
     JOIN user_account ON user_account.id = approval_request.user_id";

impl Store {
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

pub(super) async fn last_of(
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

fn read(row: &SqliteRow) -> Answer<ApprovalRequest> {
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

/// Which open requests.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    One(&'a str),
    OfClient(&'a str),
}

pub(super) async fn close(
    to: &mut SqliteConnection,
    which: Which<'_>,
    state: &ApprovalState,
    answer: Option<&str>,
    author: &Author,
) -> Answer<()> {
    let (column, id) = match which {
        Which::One(id) => ("id", id),
        Which::OfClient(id) => ("client_id", id),
    };
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "UPDATE approval_request SET state = $2, date_handled = $3, handled_by_id = $4, handled_by_name = $5, \
         answer = $6 WHERE {column} = $1 AND state = 'open'"
    )))
    .bind(id)
    .bind(state.as_str())
    .bind(&author.at)
    .bind(&author.user.id)
    .bind(&author.user.name)
    .bind(answer)
    .execute(to)
    .await?;
    Ok(())
}

/// Closes the open requests of those who can use an authorized application now, as approved.
pub(super) async fn close_answered(
    to: &mut SqliteConnection,
    authorization: &OAuthAuthorization,
    author: &Author,
) -> Answer<()> {
    let sql = format!(
        "{SELECT} WHERE approval_request.client_id = $1 AND approval_request.state = 'open'"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(&authorization.client.id)
        .fetch_all(&mut *to)
        .await?;
    for request in rows.iter().map(read) {
        let request = request?;
        let identity = Identity {
            roles: request.user_roles,
            ..Identity::default()
        };
        if !can_use(authorization, &identity, &request.scope) {
            continue;
        }
        let note = authorization.note.as_deref();
        close(
            to,
            Which::One(&request.id),
            &ApprovalState::Approved,
            note,
            author,
        )
        .await?;
        sqlx::query("UPDATE approval_request SET approved_scope = $2 WHERE id = $1")
            .bind(&request.id)
            .bind(serde_json::to_string(&usable(
                &request.scope,
                &authorization.scope,
            ))?)
            .execute(&mut *to)
            .await?;
    }
    Ok(())
}
