//! Tokens for a code, a refresh token, or the client itself.

use serde_json::{Value, json};
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::tokens::{
    FAMILY_LIFE, NewFamily, Standing, Tokens, insert_family, insert_tokens, standing, usable_client,
};
use super::{Author, Store};
use crate::oauth::error::OAuthError;
use crate::oauth::pkce;
use crate::oauth::question::usable;
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};

/// A code on its way to tokens.
#[derive(Clone, Copy, Debug)]
pub struct Redemption<'a> {
    /// The code.
    pub code: &'a str,
    /// Redirect URI of the authorize request.
    pub redirect_uri: &'a str,
    /// PKCE verifier.
    pub verifier: &'a str,
}

impl Store {
    /// Tokens for a code, once; the author is the client that redeems it. Using it again ends
    /// everything that came of it.
    ///
    /// # Errors
    /// `invalid_grant`; nothing is issued then.
    pub async fn redeem(
        &self,
        redemption: &Redemption<'_>,
        randomness: &Randomness,
        author: &Author,
    ) -> Result<Tokens, OAuthError> {
        let now = author.now;
        let mut transaction = self.write().await?;
        let to = &mut *transaction;
        let hash = digest(redemption.code);
        let row = sqlx::query(
            "SELECT authorization_code.family, redirect_uri, challenge, spent_at, token_family.client_id, \
             EXISTS (SELECT 1 FROM session WHERE token_hash = session_hash) \
             FROM authorization_code JOIN token_family ON token_family.id = authorization_code.family \
             WHERE code_hash = $1",
        )
        .bind(&hash)
        .fetch_optional(&mut *to)
        .await?
        .ok_or_else(OAuthError::grant)?;
        let family: String = row.get(0);
        // Somebody else who found a spent code ends nothing with it.
        if row.get::<String, _>(4) != author.user.id {
            return Err(OAuthError::grant());
        }
        if row.get::<Option<i64>, _>(3).is_some() {
            end_family(to, &family, "code", author).await?;
            transaction.commit().await?;
            return Err(OAuthError::grant());
        }
        let fits = row.get::<String, _>(1) == redemption.redirect_uri
            && row.get::<bool, _>(5)
            && pkce::fits(redemption.verifier, row.get(2));
        if !fits {
            return Err(OAuthError::grant());
        }
        let spent = sqlx::query(
            "UPDATE authorization_code SET spent_at = $2 \
             WHERE code_hash = $1 AND spent_at IS NULL AND expires_at > $2",
        )
        .bind(&hash)
        .bind(now)
        .execute(&mut *to)
        .await?;
        let standing = standing(to, &family, now).await?;
        let Some(standing) = standing.filter(|_| spent.rows_affected() == 1) else {
            return Err(OAuthError::grant());
        };
        let scope = standing.scope.clone();
        let tokens = insert_tokens(to, &standing, scope, randomness, now).await?;
        transaction.commit().await?;
        Ok(tokens)
    }

    /// New tokens for a refresh token, once (RFC 9700 section 4.14.2); the author is the client
    /// that uses it. Using it again ends everything that came of the same decision. `wanted` may
    /// ask for less, never for more.
    ///
    /// # Errors
    /// `invalid_grant`, `invalid_scope`; nothing is issued then.
    pub async fn rotate(
        &self,
        token: &str,
        wanted: Option<&[String]>,
        randomness: &Randomness,
        author: &Author,
    ) -> Result<Tokens, OAuthError> {
        let now = author.now;
        let mut transaction = self.write().await?;
        let to = &mut *transaction;
        let hash = digest(token);
        let row = sqlx::query(
            "SELECT refresh_token.family, refresh_token.spent_at, token_family.client_id, token_family.scope \
             FROM refresh_token JOIN token_family ON token_family.id = refresh_token.family \
             WHERE refresh_token.token_hash = $1",
        )
        .bind(&hash)
        .fetch_optional(&mut *to)
        .await?
        .ok_or_else(OAuthError::grant)?;
        let family: String = row.get(0);
        if row.get::<String, _>(2) != author.user.id {
            return Err(OAuthError::grant());
        }
        if row.get::<Option<i64>, _>(1).is_some() {
            end_family(to, &family, "refreshToken", author).await?;
            transaction.commit().await?;
            return Err(OAuthError::grant());
        }
        let granted: Vec<String> = serde_json::from_str(row.get(3)).map_err(Problem::from)?;
        let more = |wanted: &&[String]| wanted.iter().any(|id| !granted.contains(id));
        if wanted.as_ref().is_some_and(more) {
            return Err(OAuthError::Refused(
                "invalid_scope",
                "A refresh can't ask for more than was granted.",
            ));
        }
        let spent = sqlx::query(
            "UPDATE refresh_token SET spent_at = $2 \
             WHERE token_hash = $1 AND spent_at IS NULL AND expires_at > $2",
        )
        .bind(&hash)
        .bind(now)
        .execute(&mut *to)
        .await?;
        let standing = standing(to, &family, now).await?;
        let Some(standing) = standing.filter(|_| spent.rows_affected() == 1) else {
            return Err(OAuthError::grant());
        };
        // What was taken away since does not come back by itself.
        sqlx::query("UPDATE token_family SET scope = $2 WHERE id = $1")
            .bind(&family)
            .bind(serde_json::to_string(&standing.scope).map_err(Problem::from)?)
            .execute(&mut *to)
            .await?;
        let scope = match wanted {
            None => standing.scope.clone(),
            Some(wanted) => usable(wanted, &standing.scope),
        };
        let tokens = insert_tokens(to, &standing, scope, randomness, now).await?;
        transaction.commit().await?;
        Ok(tokens)
    }

    /// Tokens for a client that acts for itself.
    ///
    /// # Errors
    /// `unauthorized_client` where the organization does not allow it.
    pub async fn issue_to_client(
        &self,
        client_id: &str,
        wanted: &[String],
        randomness: &Randomness,
        now: i64,
    ) -> Result<Tokens, OAuthError> {
        let mut transaction = self.write().await?;
        let to = &mut *transaction;
        let Some(authorization) = usable_client(to, client_id).await? else {
            return Err(OAuthError::Refused(
                "unauthorized_client",
                "An administrator of the organization has to authorize this client.",
            ));
        };
        let scope = usable(wanted, &authorization.scope);
        let family = NewFamily {
            id: randomness.uuid(),
            client_id,
            user_id: None,
            scope: &scope,
            version: authorization.version.unwrap_or_default(),
        };
        insert_family(to, &family, now).await?;
        let standing = Standing {
            id: family.id.clone(),
            client: authorization.client,
            user_id: None,
            scope: scope.clone(),
            expires_at: now + FAMILY_LIFE,
        };
        let tokens = insert_tokens(to, &standing, scope.clone(), randomness, now).await?;
        transaction.commit().await?;
        Ok(tokens)
    }
}

/// Ends what came of a decision, because something that is good once was used again: one of the
/// two who had it was a thief. Written down once, however often it is tried.
async fn end_family(
    to: &mut SqliteConnection,
    family: &str,
    reused: &'static str,
    author: &Author,
) -> Answer<()> {
    let ended = sqlx::query(
        "UPDATE token_family SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL \
         RETURNING client_id, user_id, scope",
    )
    .bind(family)
    .bind(author.now)
    .fetch_optional(&mut *to)
    .await?;
    let Some(row) = ended else { return Ok(()) };
    let scope: Value = serde_json::from_str(row.get(2))?;
    let audit = Audit {
        action: "token.reused",
        client_id: row.get(0),
        before: Some(json!({ "user": row.get::<Option<String>, _>(1), "scope": scope })),
        after: Some(json!({ "reused": reused })),
    };
    record(to, author, audit).await
}
