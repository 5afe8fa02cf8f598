//! Switching a person off and on again.

use countersign_contract::ApprovalState;
use serde_json::json;
use sqlx::Row as _;

use super::approval_answer::turn_down;
use super::approvals::{Which, close};
use super::audit::{Audit, NO_CLIENT, record};
use super::{Author, Store};
use crate::problem::{Answer, Problem};

impl Store {
    /// Switches a person off, or on again. Everything of the person ends: sessions, tokens and consents
    /// (a trigger of the database ends these, whoever writes the state) and what they ask for. None of
    /// it comes back when they are switched on again. Answers whether that changed anything.
    ///
    /// # Errors
    /// 404 nobody has the mail address. Nothing is written then.
    pub async fn set_active(&self, email: &str, active: bool, author: &Author) -> Answer<bool> {
        let state = if active { "active" } else { "inactive" };
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let row = sqlx::query("SELECT id, state FROM user_account WHERE email_folded = $1")
            .bind(email.trim().to_lowercase())
            .fetch_optional(&mut *to)
            .await?
            .ok_or_else(Problem::not_found)?;
        let (user_id, before): (String, String) = (row.get(0), row.get(1));
        if before == state {
            return Ok(false);
        }
        sqlx::query("UPDATE user_account SET state = $2 WHERE id = $1")
            .bind(&user_id)
            .bind(state)
            .execute(&mut *to)
            .await?;
        let asked = sqlx::query(
            "SELECT id, client_id FROM approval_request WHERE user_id = $1 AND state = 'open'",
        )
        .bind(&user_id)
        .fetch_all(&mut *to)
        .await?;
        for request in asked.iter().filter(|_| !active) {
            let one = Which::One(request.get(0));
            close(to, one, &ApprovalState::Withdrawn, None, author).await?;
            turn_down(to, request.get(1), author).await?;
        }
        let audit = Audit {
            action: "user.changed",
            client_id: NO_CLIENT,
            before: Some(json!({ "user": user_id, "state": before })),
            after: Some(json!({ "user": user_id, "state": state })),
        };
        record(to, author, audit).await?;
        write.commit().await?;
        self.bell().ring_person(&user_id);
        for request in asked.iter().filter(|_| !active) {
            self.bell().ring_application(request.get(1));
        }
        Ok(true)
    }
}
