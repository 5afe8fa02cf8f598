//! Changes of an authorization with all that follows from them, each in one transaction.

use countersign_contract::{AuthorizationState, OAuthAuthorization};
use sqlx::SqliteConnection;

use super::approvals::close_answered;
use super::authorization_change::Change;
use super::authorization_write::apply;
use super::authorizations::find;
use super::families::{cut_families, end_families, end_families_without_role};
use super::grants::withdraw_all;
use super::{Author, Store};
use crate::http::etag::IfMatch;
use crate::problem::Answer;

impl Store {
    /// Applies a change to a client's authorization and answers what is stored then. A change
    /// that changes nothing writes nothing.
    ///
    /// # Errors
    /// 403 the author may not any more; 404 no such client; 412 somebody was first; 409 the client
    /// can't be used; 400 a scope or role is not known. Nothing is written then.
    pub async fn change(
        &self,
        client_id: &str,
        change: &Change,
        condition: &IfMatch,
        author: &Author,
    ) -> Answer<OAuthAuthorization> {
        let owner = self.resource_owner().await?;
        let mut transaction = self.database.write().await?;
        author.still_authorizes(&mut transaction).await?;
        let before = find(&mut transaction, client_id, &owner).await?;
        let after = decide(&mut transaction, before, change, condition, author).await?;
        transaction.commit().await?;
        self.bell().ring_application(client_id);
        Ok(after)
    }
}

/// Applies a change within a transaction, with everything that follows from it.
pub(super) async fn decide(
    to: &mut SqliteConnection,
    before: OAuthAuthorization,
    change: &Change,
    condition: &IfMatch,
    author: &Author,
) -> Answer<OAuthAuthorization> {
    let written = apply(to, &before, change, condition, author).await?;
    // Saving it as it is still answers who asked and lifts a block.
    let follows = written.is_some() || matches!(change, Change::Authorize(_));
    let after = written.unwrap_or_else(|| before.clone());
    if follows {
        follow(to, &before, &after, change, author).await?;
    }
    Ok(after)
}

/// Tokens die with a revoke; after it every user is asked again, unless the revoke is undone. What an
/// authorization does not allow any more is gone from them for good. An authorization answers those
/// who asked for it and lifts a block.
async fn follow(
    to: &mut SqliteConnection,
    before: &OAuthAuthorization,
    after: &OAuthAuthorization,
    change: &Change,
    author: &Author,
) -> Answer<()> {
    let id = &after.client.id;
    match after.state {
        AuthorizationState::Revoked => end_families(to, id, None, author.now).await,
        AuthorizationState::Authorized => {
            let again = before.state == AuthorizationState::Revoked;
            if again && matches!(change, Change::Authorize(_)) {
                withdraw_all(to, id, author.now).await?;
            }
            sqlx::query("DELETE FROM client_block WHERE client_id = $1")
                .bind(id)
                .execute(&mut *to)
                .await?;
            cut_families(to, id, None, &after.scope).await?;
            end_families_without_role(to, id, &after.roles, author.now).await?;
            close_answered(to, after, author).await
        }
        _ => Ok(()),
    }
}
