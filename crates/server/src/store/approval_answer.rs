//! Answers to approval requests, each in the transaction of what it does.

use countersign_contract::{
    ApprovalDecision, ApprovalRequest, ApprovalState, ApprovalVerdict, AuthorizationState,
    AuthorizationWrite, OAuthAuthorization,
};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::approvals::{SELECT, by_id, can_use, read};
use super::audit::{Audit, record};
use super::authorization_write::{Change, apply};
use super::authorizations::find;
use super::organization::owner;
use super::{Author, Identity, Store};
use crate::etag::IfMatch;
use crate::oauth::question::usable;
use crate::problem::{Answer, Problem};

impl Store {
    /// Answers a request, or takes it back.
    ///
    /// # Errors
    /// 403 the author may not answer any more; 404 unknown; 409 `request.already.handled`; 400
    /// scopes or roles that can't be. Nothing is written then.
    pub async fn answer(
        &self,
        id: &str,
        verdict: &ApprovalVerdict,
        author: &Author,
    ) -> Answer<ApprovalRequest> {
        let mut transaction = self.database.write().await?;
        let to = &mut *transaction;
        if verdict.decision != ApprovalDecision::Withdraw {
            author.still_authorizes(to).await?;
        }
        let request = by_id(to, id).await?.ok_or_else(Problem::not_found)?;
        if request.state != ApprovalState::Open {
            return Err(Problem::request_handled());
        }
        let client_id = &request.client.id;
        let state = match verdict.decision {
            ApprovalDecision::Approve => {
                approve(to, &request, verdict, author).await?;
                ApprovalState::Approved
            }
            ApprovalDecision::Block => {
                block(to, client_id, verdict, author).await?;
                ApprovalState::Blocked
            }
            ApprovalDecision::Withdraw => ApprovalState::Withdrawn,
            _ => ApprovalState::Denied,
        };
        // `approve` and `block` close what they answer, this one included.
        if matches!(state, ApprovalState::Denied | ApprovalState::Withdrawn) {
            close(
                to,
                Which::One(id),
                &state,
                verdict.reason.as_deref(),
                author,
            )
            .await?;
        }
        if state != ApprovalState::Approved {
            turn_down(to, client_id, author).await?;
        }
        let audit = Audit {
            action: "request.answered",
            client_id,
            before: Some(json!({ "request": id })),
            after: Some(json!({ "state": state, "reason": verdict.reason })),
        };
        record(to, author, audit).await?;
        let request = by_id(to, id).await?.ok_or_else(Problem::not_found)?;
        transaction.commit().await?;
        self.bell().ring_application(&request.client.id);
        Ok(request)
    }
}

async fn approve(
    to: &mut SqliteConnection,
    request: &ApprovalRequest,
    verdict: &ApprovalVerdict,
    author: &Author,
) -> Answer<()> {
    let owner = owner(to).await?;
    let before = find(to, &request.client.id, &owner).await?;
    let write = AuthorizationWrite {
        scope: verdict.scope.clone().unwrap_or_else(|| {
            // What others have stays.
            let authorized = before.state == AuthorizationState::Authorized;
            let kept = before.scope.iter().filter(|_| authorized);
            kept.chain(&request.scope).cloned().collect()
        }),
        roles: verdict.roles.clone(),
        note: verdict.reason.clone(),
    };
    let change = Change::Authorize(write);
    let after = apply(to, before, &change, &IfMatch::Whatever, author).await?;
    // Also where the change changed nothing.
    close_answered(to, &after, author).await?;
    match by_id(to, &request.id).await? {
        Some(request) if request.state == ApprovalState::Approved => Ok(()),
        _ => Err(Problem::field(
            "roles",
            "The person who asks has none of these roles, or would get none of the scopes. Nothing was changed.",
        )),
    }
}

async fn block(
    to: &mut SqliteConnection,
    client_id: &str,
    verdict: &ApprovalVerdict,
    author: &Author,
) -> Answer<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO client_block (client_id, reason, date, author_id) VALUES ($1, $2, $3, $4)",
    )
    .bind(client_id)
    .bind(verdict.reason.as_deref().unwrap_or_default())
    .bind(&author.at)
    .bind(&author.user.id)
    .execute(&mut *to)
    .await?;
    let all = Which::OfClient(client_id);
    close(
        to,
        all,
        &ApprovalState::Blocked,
        verdict.reason.as_deref(),
        author,
    )
    .await
}

/// Without an open request nobody asks for the client any more.
pub(super) async fn turn_down(
    to: &mut SqliteConnection,
    client_id: &str,
    author: &Author,
) -> Answer<()> {
    let open = sqlx::query(
        "SELECT count(*) FROM approval_request WHERE client_id = $1 AND state = 'open'",
    )
    .bind(client_id)
    .fetch_one(&mut *to)
    .await?;
    if open.get::<i64, _>(0) > 0 {
        return Ok(());
    }
    let owner = owner(to).await?;
    let before = find(to, client_id, &owner).await?;
    apply(to, before, &Change::Unrequest, &IfMatch::Whatever, author).await?;
    Ok(())
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
