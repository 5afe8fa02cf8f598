//! Changes of an authorization. Each is one transaction together with its version row.

use std::collections::BTreeSet;

use countersign_contract::list::unique;
use countersign_contract::{
    AuthorizationState, AuthorizationWrite, ClientState, EntityRef, OAuthAuthorization,
};
use sqlx::{Row as _, SqliteConnection};

use super::approval_answer::close_answered;
use super::authorization_row::{AuthorizationRow, document};
use super::authorizations::find;
use super::families::{cut_families, end_families, end_families_without_role};
use super::grants::withdraw_all;
use super::{Author, Store};
use crate::catalogue::risks;
use crate::etag::{IfMatch, etag};
use crate::problem::{Answer, Problem};

/// What to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// Allow these scopes for these roles.
    Authorize(AuthorizationWrite),
    /// Switch it off for everybody.
    Revoke {
        /// Why.
        note: Option<String>,
    },
    /// Somebody asks for a client that nobody decided on; these scopes.
    Request(Vec<String>),
    /// Nobody asks for it any more.
    Unrequest,
    /// What held since a version holds again.
    Restore(u32),
}

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
        let after = apply(&mut transaction, before, change, condition, author).await?;
        transaction.commit().await?;
        self.bell().ring_application(client_id);
        Ok(after)
    }
}

/// Applies a change within a transaction, with everything that follows from it.
pub(super) async fn apply(
    to: &mut SqliteConnection,
    before: OAuthAuthorization,
    change: &Change,
    condition: &IfMatch,
    author: &Author,
) -> Answer<OAuthAuthorization> {
    let tag = etag(&before);
    if !condition.admits(&tag) {
        return Err(Problem::stale(before, tag));
    }
    let decided = match change {
        Change::Authorize(write) => {
            check(to, &before, write).await?;
            authorized(&before, write)
        }
        Change::Revoke { note } => revoked(&before, note.as_deref()),
        Change::Request(scope) => requested(&before, scope),
        Change::Unrequest => unrequested(&before),
        Change::Restore(version) => restored(to, &before, *version).await?,
    };
    let Some(decided) = decided else {
        // Saving it as it is still answers who asked and lifts a block.
        if matches!(change, Change::Authorize(_)) {
            follow(to, &before, &before, change, author).await?;
        }
        return Ok(before);
    };
    let after = signed(&before, decided, author);
    insert_version(to, &before, &after, author).await?;
    if after.state == AuthorizationState::Unauthorized {
        sqlx::query("DELETE FROM client_authorization WHERE client_id = $1")
            .bind(&after.client.id)
            .execute(&mut *to)
            .await?;
        return Ok(after);
    }
    save(to, &after).await?;
    follow(to, &before, &after, change, author).await?;
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

/// The rules that need what is stored; the shape was checked when the body was read.
async fn check(
    connection: &mut SqliteConnection,
    before: &OAuthAuthorization,
    write: &AuthorizationWrite,
) -> Answer<()> {
    if !matches!(before.client.state, None | Some(ClientState::Active)) {
        return Err(Problem::conflict(
            "The client is switched off, so it can't be authorized. Nothing was changed.",
        ));
    }
    let acceptable = |id: &String| {
        // What somebody merely asks for vouches for nothing.
        let decided = before.state != AuthorizationState::Requested;
        risks().contains_key(id)
            || before.client.scope.contains(id)
            || (decided && before.scope.contains(id))
    };
    if let Some(id) = write.scope.iter().find(|id| !acceptable(id)) {
        return Err(Problem::field(
            "scope",
            format!("The scope '{id}' is not known, and the client does not ask for it."),
        ));
    }
    // Roles that are stored stay acceptable: one may have been deleted since.
    let new: Vec<_> = write.roles.iter().flatten().collect();
    let new: Vec<_> = new
        .into_iter()
        .filter(|id| !before.roles.contains(id))
        .collect();
    let missing = sqlx::query(
        "SELECT value FROM json_each($1) WHERE value NOT IN (SELECT id FROM role) LIMIT 1",
    )
    .bind(serde_json::to_string(&new)?)
    .fetch_optional(connection)
    .await?;
    match missing {
        None => Ok(()),
        Some(row) => Err(Problem::field(
            "roles",
            format!("There is no role '{}'.", row.get::<String, _>(0)),
        )),
    }
}

/// The authorization as decided; `None` where it is so already.
fn authorized(
    before: &OAuthAuthorization,
    write: &AuthorizationWrite,
) -> Option<OAuthAuthorization> {
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    let scope = unique(&write.scope);
    let roles = write
        .roles
        .as_deref()
        .map_or_else(|| before.roles.clone(), unique);
    // A note that is new is evidence, also where nothing else changes.
    let same = before.state == AuthorizationState::Authorized
        && set(&scope) == set(&before.scope)
        && set(&roles) == set(&before.roles)
        && (write.note.is_none() || write.note == before.note);
    (!same).then(|| OAuthAuthorization {
        scope,
        roles,
        state: AuthorizationState::Authorized,
        note: write.note.clone(),
        ..before.clone()
    })
}

fn revoked(before: &OAuthAuthorization, note: Option<&str>) -> Option<OAuthAuthorization> {
    (before.state != AuthorizationState::Revoked).then(|| OAuthAuthorization {
        state: AuthorizationState::Revoked,
        note: note.map(str::to_owned),
        ..before.clone()
    })
}

fn requested(before: &OAuthAuthorization, scope: &[String]) -> Option<OAuthAuthorization> {
    (before.state == AuthorizationState::Unauthorized).then(|| OAuthAuthorization {
        scope: unique(scope),
        roles: Vec::new(),
        state: AuthorizationState::Requested,
        note: None,
        ..before.clone()
    })
}

fn unrequested(before: &OAuthAuthorization) -> Option<OAuthAuthorization> {
    (before.state == AuthorizationState::Requested).then(|| OAuthAuthorization {
        scope: Vec::new(),
        roles: Vec::new(),
        state: AuthorizationState::Unauthorized,
        note: None,
        ..before.clone()
    })
}

/// The authorization as it was since `version`; `None` where it is so already.
async fn restored(
    connection: &mut SqliteConnection,
    before: &OAuthAuthorization,
    version: u32,
) -> Answer<Option<OAuthAuthorization>> {
    let row = sqlx::query(
        "SELECT after FROM authorization_version WHERE client_id = $1 AND version = $2",
    )
    .bind(&before.client.id)
    .bind(version)
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(Problem::not_found)?;
    let then: OAuthAuthorization = serde_json::from_str(row.get(0))?;
    match then.state {
        AuthorizationState::Revoked => Ok(revoked(before, then.note.as_deref())),
        AuthorizationState::Authorized => {
            let write = AuthorizationWrite {
                scope: then.scope,
                roles: Some(then.roles),
                note: then.note,
            };
            check(connection, before, &write).await?;
            Ok(authorized(before, &write))
        }
        _ => Err(Problem::conflict(
            "Nobody had decided in that version, so that it can't be restored. Nothing was changed.",
        )),
    }
}

/// Puts number, time and author on a decision.
fn signed(
    before: &OAuthAuthorization,
    decided: OAuthAuthorization,
    author: &Author,
) -> OAuthAuthorization {
    let who: EntityRef = author.user.entity();
    OAuthAuthorization {
        version: Some(before.version.unwrap_or_default() + 1),
        pending: decided.state == AuthorizationState::Requested,
        date_created: before
            .date_created
            .clone()
            .or_else(|| Some(author.at.clone())),
        created_by: before.created_by.clone().or_else(|| Some(who.clone())),
        date_modified: Some(author.at.clone()),
        modified_by: Some(who),
        ..decided
    }
}

async fn insert_version(
    connection: &mut SqliteConnection,
    before: &OAuthAuthorization,
    after: &OAuthAuthorization,
    author: &Author,
) -> Answer<()> {
    let known = before.version.unwrap_or_default() > 0;
    sqlx::query(
        "INSERT INTO authorization_version \
         (client_id, version, date, author_id, author_name, note, request_id, before, after) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&after.client.id)
    .bind(after.version)
    .bind(&author.at)
    .bind(&author.user.id)
    .bind(&author.user.name)
    .bind(&after.note)
    .bind(&author.request_id)
    .bind(known.then(|| document(before)).transpose()?)
    .bind(document(after)?)
    .execute(connection)
    .await?;
    Ok(())
}

async fn save(connection: &mut SqliteConnection, after: &OAuthAuthorization) -> Answer<()> {
    let row = AuthorizationRow::new(after)?;
    sqlx::query(
        "INSERT OR REPLACE INTO client_authorization \
         (client_id, version, state, document, last_used, active_users, pending, state_rank, \
          name_folded, scope_count, role_count, max_risk, date_modified, decided_by_folded) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(row.client_id)
    .bind(row.version)
    .bind(row.state)
    .bind(row.document)
    .bind(row.last_used)
    .bind(row.active_users)
    .bind(row.pending)
    .bind(row.state_rank)
    .bind(row.name_folded)
    .bind(row.scope_count)
    .bind(row.role_count)
    .bind(row.max_risk)
    .bind(row.date_modified)
    .bind(row.decided_by_folded)
    .execute(connection)
    .await?;
    Ok(())
}
