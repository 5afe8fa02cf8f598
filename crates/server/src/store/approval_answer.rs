//! Answers to approval requests, each in the transaction of what it does.

use countersign_contract::{
    ApprovalDecision, ApprovalRequest, ApprovalState, ApprovalVerdict, AuthorizationState,
    AuthorizationWrite,
};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::approvals::{Which, by_id, close, close_answered};
use super::audit::{Audit, record};
use super::authorization_change::Change;
use super::authorizations::find;
use super::consequences::decide;
use super::organization::owner;
use super::{Author, Store};
use crate::http::etag::IfMatch;
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
    let after = decide(to, before, &change, &IfMatch::Whatever, author).await?;
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
    decide(to, before, &Change::Unrequest, &IfMatch::Whatever, author).await?;
    Ok(())
}
