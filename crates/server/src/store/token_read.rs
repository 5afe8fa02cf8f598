//! What a token is good for, and its end.

use countersign_contract::{OAuthClient, RoleRef};
use sqlx::{Row as _, SqliteConnection};

use super::tokens::{LiveToken, standing};
use super::{Identity, Store, UserRow};
use crate::oauth::question::usable;
use crate::problem::Answer;
use crate::randomness::digest;

impl Store {
    /// Ends a token of a client: an access token alone, or all that came of the decision where it
    /// is a refresh token. A token that is not there or not the client's changes nothing, and the
    /// two look the same.
    ///
    /// # Errors
    /// The store failed: the token may live on.
    pub async fn revoke_token(&self, token: &str, client_id: &str, now: i64) -> Answer<()> {
        let mut transaction = self.write().await?;
        let to = &mut *transaction;
        let hash = digest(token);
        sqlx::query(
            "UPDATE access_token SET revoked_at = $3 WHERE token_hash = $1 AND revoked_at IS NULL \
             AND family IN (SELECT id FROM token_family WHERE client_id = $2)",
        )
        .bind(&hash)
        .bind(client_id)
        .bind(now)
        .execute(&mut *to)
        .await?;
        sqlx::query(
            "UPDATE token_family SET ended_at = $3 WHERE client_id = $2 AND ended_at IS NULL \
             AND id IN (SELECT family FROM refresh_token WHERE token_hash = $1)",
        )
        .bind(&hash)
        .bind(client_id)
        .bind(now)
        .execute(&mut *to)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Signs out: ends everything that came with an access token.
    pub(crate) async fn end_family_of(&self, token: &str, now: i64) -> Answer<()> {
        sqlx::query(
            "UPDATE token_family SET ended_at = $2 WHERE ended_at IS NULL \
             AND id IN (SELECT family FROM access_token WHERE token_hash = $1)",
        )
        .bind(digest(token))
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A live access or refresh token, with what it may by now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn live_token(&self, token: &str, now: i64) -> Answer<Option<LiveToken>> {
        let mut transaction = self.pool.begin().await?;
        live(&mut transaction, token, now).await
    }

    /// Who a live access token acts for.
    pub(crate) async fn identity_of_token(
        &self,
        token: &str,
        now: i64,
    ) -> Answer<Option<Identity>> {
        let mut transaction = self.pool.begin().await?;
        let Some((live, client)) = live_access(&mut transaction, token, now).await? else {
            return Ok(None);
        };
        let (user, rights) = if let Some(user_id) = &live.user_id {
            let row = sqlx::query("SELECT id, name, email FROM user_account WHERE id = $1")
                .bind(user_id)
                .fetch_optional(&mut *transaction)
                .await?;
            let Some(row) = row else { return Ok(None) };
            let user = UserRow {
                id: row.get(0),
                name: row.get(1),
                email: row.get(2),
            };
            (
                user,
                super::users::rights_of(&mut transaction, user_id).await?,
            )
        } else {
            let user = UserRow {
                id: client.id.clone(),
                name: client.display_name().to_owned(),
                email: String::new(),
            };
            let divisions = client.role_divisions.iter();
            let ids: Vec<_> = divisions.map(|one| one.role_id.clone()).collect();
            (
                user,
                super::users::rights_of_roles(&mut transaction, &ids).await?,
            )
        };
        let (roles, permissions): (Vec<RoleRef>, Vec<String>) = rights;
        Ok(Some(Identity {
            user,
            roles,
            permissions,
            scopes: Some(live.scope),
            session: None,
            bearer: Some(token.to_owned()),
            for_itself: live.user_id.is_none(),
            client: Some(client),
        }))
    }
}

async fn live_access(
    connection: &mut SqliteConnection,
    token: &str,
    now: i64,
) -> Answer<Option<(LiveToken, OAuthClient)>> {
    let row = sqlx::query(
        "SELECT family, scope, created_at, expires_at FROM access_token \
         WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2",
    )
    .bind(digest(token))
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(standing) = standing(connection, row.get(0), now).await? else {
        return Ok(None);
    };
    let granted: Vec<String> = serde_json::from_str(row.get(1))?;
    let live = LiveToken {
        client_id: standing.client.id.clone(),
        user_id: standing.user_id,
        scope: usable(&granted, &standing.scope),
        issued_at: row.get(2),
        expires_at: row.get(3),
    };
    Ok(Some((live, standing.client)))
}

async fn live(
    connection: &mut SqliteConnection,
    token: &str,
    now: i64,
) -> Answer<Option<LiveToken>> {
    if let Some((live, _)) = live_access(connection, token, now).await? {
        return Ok(Some(live));
    }
    let row = sqlx::query(
        "SELECT refresh_token.family, refresh_token.expires_at, token_family.created_at \
         FROM refresh_token JOIN token_family ON token_family.id = refresh_token.family \
         WHERE refresh_token.token_hash = $1 AND spent_at IS NULL AND refresh_token.expires_at > $2",
    )
    .bind(digest(token))
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let standing = standing(connection, row.get(0), now).await?;
    Ok(standing.map(|standing| LiveToken {
        client_id: standing.client.id,
        user_id: standing.user_id,
        scope: standing.scope,
        issued_at: row.get(2),
        expires_at: row.get(1),
    }))
}
