//! Consents of users, and what is issued after one.

use countersign_contract::list::unique;
use countersign_contract::{AuthorizationState, EntityRef, Grant, OAuthAuthorization, OAuthClient};
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::authorizations::find;
use super::families::{cut_families, end_families};
use super::{Author, Store};
use crate::clock::iso;
use crate::problem::Answer;
use crate::rules::grant::GrantRow;
use crate::rules::question::admits;

/// Whose consent to what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    pub client_id: &'a str,
    pub user_id: &'a str,
}

/// What somebody decided about scopes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided<'a> {
    pub shown: &'a [String],
    pub allowed: &'a [String],
    pub version: u32,
}

pub(super) async fn grant_of(
    connection: &mut SqliteConnection,
    key: Key<'_>,
) -> Answer<Option<GrantRow>> {
    let row = sqlx::query(
        "SELECT scope, shown, modified_at, withdrawn_at FROM user_grant \
         WHERE client_id = $1 AND user_id = $2",
    )
    .bind(key.client_id)
    .bind(key.user_id)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(GrantRow {
        scope: serde_json::from_str(row.get(0))?,
        shown: serde_json::from_str(row.get(1))?,
        modified_at: row.get(2),
        withdrawn_at: row.get(3),
    }))
}

/// Writes a consent down, over what the user allowed before. What is out of it then is gone from the
/// tokens that are out.
pub(super) async fn save_grant(
    connection: &mut SqliteConnection,
    key: Key<'_>,
    decided: Decided<'_>,
    now: i64,
) -> Answer<()> {
    let before = grant_of(connection, key).await?.filter(GrantRow::is_live);
    let before = before.unwrap_or_default();
    let kept = before.scope.iter().filter(|id| !decided.shown.contains(id));
    let scope: Vec<_> = kept.chain(decided.allowed).cloned().collect();
    cut_families(connection, key.client_id, Some(key.user_id), &scope).await?;
    let shown: Vec<_> = before.shown.iter().chain(decided.shown).cloned().collect();
    sqlx::query(
        "INSERT INTO user_grant (client_id, user_id, scope, shown, authorization_version, created_at, modified_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6) \
         ON CONFLICT (client_id, user_id) DO UPDATE SET scope = excluded.scope, shown = excluded.shown, \
         authorization_version = excluded.authorization_version, modified_at = excluded.modified_at, \
         withdrawn_at = NULL",
    )
    .bind(key.client_id)
    .bind(key.user_id)
    .bind(serde_json::to_string(&unique(&scope))?)
    .bind(serde_json::to_string(&unique(&shown))?)
    .bind(decided.version)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes every consent to a client back: after a revoke each user is asked again.
pub(super) async fn withdraw_all(
    connection: &mut SqliteConnection,
    client_id: &str,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "UPDATE user_grant SET withdrawn_at = $2 WHERE client_id = $1 AND withdrawn_at IS NULL",
    )
    .bind(client_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

const SELECT: &str = "SELECT user_grant.client_id, user_grant.user_id, user_account.name, user_grant.scope, \
     user_grant.created_at, user_grant.modified_at, \
     (SELECT max(day) FROM token_use WHERE token_use.client_id = user_grant.client_id \
      AND token_use.user_id = user_grant.user_id), \
     (SELECT json_group_array(role_id) FROM user_role WHERE user_role.user_id = user_grant.user_id) \
     FROM user_grant JOIN user_account ON user_account.id = user_grant.user_id \
     JOIN client ON client.id = user_grant.client_id AND client.date_deleted IS NULL \
     WHERE user_grant.withdrawn_at IS NULL";

/// Most consents in an answer.
const MOST: u32 = 500;

impl Store {
    /// What a user allowed, by the name of the application; at most [`MOST`], and how many there are.
    ///
    /// # Errors
    /// The store failed.
    pub async fn grants_of_user(&self, user_id: &str) -> Answer<(Vec<Grant>, u64)> {
        let by = "client.name_folded, client.id";
        self.grants("user_id", user_id, by).await
    }

    /// Who allowed a client, by name; at most [`MOST`], and how many there are.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn grants_of_client(&self, client_id: &str) -> Answer<(Vec<Grant>, u64)> {
        self.client(client_id).await?;
        let by = "user_account.name, user_account.id";
        self.grants("client_id", client_id, by).await
    }

    async fn grants(&self, column: &str, of: &str, by: &str) -> Answer<(Vec<Grant>, u64)> {
        let owner = self.resource_owner().await?;
        let mut transaction = self.database.read().await?;
        let count = format!(
            "SELECT count(*) FROM user_grant JOIN client ON client.id = client_id \
             AND client.date_deleted IS NULL WHERE withdrawn_at IS NULL AND user_grant.{column} = $1"
        );
        let total: i64 = sqlx::query(sqlx::AssertSqlSafe(count))
            .bind(of)
            .fetch_one(&mut *transaction)
            .await?
            .get(0);
        let sql = format!("{SELECT} AND user_grant.{column} = $1 ORDER BY {by} LIMIT {MOST}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(of)
            .fetch_all(&mut *transaction)
            .await?;
        let mut grants = Vec::new();
        for row in rows {
            let authorization = find(&mut transaction, row.get(0), &owner).await?;
            let roles: Vec<String> = serde_json::from_str(row.get(7))?;
            grants.push(Grant {
                active: is_active(&authorization, &roles),
                client: OAuthClient {
                    ..authorization.client
                },
                user: EntityRef {
                    id: row.get(1),
                    name: Some(row.get(2)),
                    self_uri: None,
                },
                scope: serde_json::from_str(row.get(3))?,
                date_created: iso(row.get(4)),
                date_modified: iso(row.get(5)),
                last_used: row.get(6),
            });
        }
        Ok((grants, u64::try_from(total).unwrap_or_default()))
    }

    /// Takes a user's consent back; every token of it is dead at once. Taking back what is not
    /// there changes nothing.
    ///
    /// # Errors
    /// 403 it is another's and the author may not any more; 404 `client.not.found`.
    pub async fn withdraw(
        &self,
        client_id: &str,
        user_id: &str,
        author: &Author,
        now: i64,
    ) -> Answer<()> {
        self.client(client_id).await?;
        let mut transaction = self.database.write().await?;
        if author.for_itself || author.user.id != user_id {
            author.still_authorizes(&mut transaction).await?;
        }
        let key = Key { client_id, user_id };
        let before = grant_of(&mut transaction, key).await?;
        let Some(before) = before.filter(GrantRow::is_live) else {
            return Ok(());
        };
        sqlx::query(
            "UPDATE user_grant SET withdrawn_at = $3 WHERE client_id = $1 AND user_id = $2",
        )
        .bind(client_id)
        .bind(user_id)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        end_families(&mut transaction, client_id, Some(user_id), now).await?;
        let audit = Audit {
            action: "grant.withdrawn",
            client_id,
            before: Some(serde_json::json!({ "user": user_id, "scope": before.scope })),
            after: None,
        };
        record(&mut transaction, author, audit).await?;
        transaction.commit().await?;
        self.bell().ring_consent(client_id, user_id);
        Ok(())
    }
}

fn is_active(authorization: &OAuthAuthorization, roles: &[String]) -> bool {
    authorization.state == AuthorizationState::Authorized && admits(&authorization.roles, roles)
}
