//! What a token is good for, and its end.

use countersign_contract::{OAuthClient, RoleRef};
use serde_json::{Value, json};
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::families::end_family;
use super::tokens::{LiveToken, standing};
use super::{Author, Identity, Store, UserRow};
use crate::clock::SKEW;
use crate::problem::Answer;
use crate::randomness::digest;
use crate::rules::question::usable;

impl Store {
    /// Ends a token of the client that is the author: an access token alone, or all that came of
    /// the decision where it is a refresh token. Answers whether it was ever a token of the client;
    /// one that was not, or is dead already, changes nothing and takes no lock.
    ///
    /// # Errors
    /// The store failed: the token may live on.
    pub async fn revoke_token(&self, token: &str, author: &Author) -> Answer<bool> {
        let hash = digest(token);
        let found = sqlx::query(
            "SELECT token_family.id, token_family.user_id, token_family.scope, found.refreshes, \
             token_family.ended_at IS NULL AND found.revoked_at IS NULL FROM \
             (SELECT family, revoked_at, false AS refreshes FROM access_token WHERE token_hash = $1 \
              UNION ALL SELECT family, NULL, true FROM refresh_token WHERE token_hash = $1) AS found \
             JOIN token_family ON token_family.id = found.family WHERE token_family.client_id = $2",
        )
        .bind(&hash)
        .bind(&author.user.id)
        .fetch_optional(&mut *self.database.reader().await?)
        .await?;
        let Some(row) = found else { return Ok(false) };
        if !row.get::<bool, _>(4) {
            return Ok(true);
        }
        let (family, refreshes): (&str, bool) = (row.get(0), row.get(3));
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let ended = if refreshes {
            end_family(to, family, author.now).await?.is_some()
        } else {
            let done = sqlx::query(
                "UPDATE access_token SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL",
            )
            .bind(&hash)
            .bind(author.now)
            .execute(&mut *to)
            .await?;
            done.rows_affected() > 0
        };
        if ended {
            let scope: Value = serde_json::from_str(row.get(2))?;
            let kind = if refreshes {
                "refreshToken"
            } else {
                "accessToken"
            };
            let audit = Audit {
                action: "token.revoked",
                client_id: &author.user.id,
                before: Some(json!({ "user": row.get::<Option<String>, _>(1), "scope": scope })),
                after: Some(json!({ "revoked": kind })),
            };
            record(to, author, audit).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    /// Whether a text is a code or token, of whatever client and however long over.
    pub(crate) async fn knows_token(&self, token: &str) -> Answer<bool> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM authorization_code WHERE code_hash = $1) \
             OR EXISTS (SELECT 1 FROM refresh_token WHERE token_hash = $1) \
             OR EXISTS (SELECT 1 FROM access_token WHERE token_hash = $1)",
        )
        .bind(digest(token))
        .fetch_one(&mut *self.database.reader().await?)
        .await?;
        Ok(row.get(0))
    }

    /// Signs out: ends everything that came with an access token of the author.
    pub(crate) async fn end_family_of(
        &self,
        token: &str,
        client_id: &str,
        author: &Author,
    ) -> Answer<()> {
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let row = sqlx::query("SELECT family FROM access_token WHERE token_hash = $1")
            .bind(digest(token))
            .fetch_optional(&mut *to)
            .await?;
        if let Some(row) = row
            && end_family(to, row.get(0), author.now).await?.is_some()
        {
            let audit = Audit {
                action: "session.ended",
                client_id,
                before: None,
                after: None,
            };
            record(to, author, audit).await?;
        }
        write.commit().await?;
        self.bell().ring_session(&digest(token));
        Ok(())
    }

    /// A live access or refresh token, with what it may by now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn live_token(&self, token: &str, now: i64) -> Answer<Option<LiveToken>> {
        let mut transaction = self.database.read().await?;
        live(&mut transaction, token, now).await
    }

    /// Who a live access token acts for.
    pub(crate) async fn identity_of_token(
        &self,
        token: &str,
        now: i64,
    ) -> Answer<Option<Identity>> {
        let mut transaction = self.database.read().await?;
        let Some((live, client)) = live_access(&mut transaction, token, now).await? else {
            return Ok(None);
        };
        let (user, rights) = if let Some(user_id) = &live.user_id {
            let sql = "SELECT id, name, email FROM user_account WHERE id = $1 AND state = 'active'";
            let row = sqlx::query(sql)
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
         WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND created_at <= $3",
    )
    .bind(digest(token))
    .bind(now)
    .bind(now + SKEW)
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
