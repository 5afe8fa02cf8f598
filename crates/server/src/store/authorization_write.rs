//! Writes a decision about an authorization, together with its version row.

use countersign_contract::{
    AuthorizationState, AuthorizationWrite, ClientState, EntityRef, OAuthAuthorization,
};
use sqlx::{Row as _, SqliteConnection};

use super::Author;
use super::authorization_change::{Change, authorized, requested, revoked, unrequested};
use super::authorization_row::{AuthorizationRow, document};
use crate::catalogue::risks;
use crate::http::etag::{IfMatch, etag};
use crate::problem::{Answer, Problem};

/// Applies a change within a transaction, and nothing of what follows from it. `None` where it is so
/// already: nothing is written then.
pub(super) async fn apply(
    to: &mut SqliteConnection,
    before: &OAuthAuthorization,
    change: &Change,
    condition: &IfMatch,
    author: &Author,
) -> Answer<Option<OAuthAuthorization>> {
    let tag = etag(before);
    if !condition.admits(&tag) {
        return Err(Problem::stale(before.clone(), tag));
    }
    let decided = match change {
        Change::Authorize(write) => {
            check(to, before, write).await?;
            authorized(before, write)
        }
        Change::Revoke { note } => revoked(before, note.as_deref()),
        Change::Request(scope) => requested(before, scope),
        Change::Unrequest => unrequested(before),
        Change::Restore(version) => restored(to, before, *version).await?,
    };
    let Some(decided) = decided else {
        return Ok(None);
    };
    let after = signed(before, decided, author);
    insert_version(to, before, &after, author).await?;
    if after.state == AuthorizationState::Unauthorized {
        sqlx::query("DELETE FROM client_authorization WHERE client_id = $1")
            .bind(&after.client.id)
            .execute(&mut *to)
            .await?;
    } else {
        save(to, &after).await?;
    }
    Ok(Some(after))
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
