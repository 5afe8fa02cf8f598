//! Tokens for a code, a refresh token, or the client itself.

use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::families::{NewFamily, end_family, insert_family_of_client};
use super::tokens::{
    CODE_LIFE, Standing, Tokens, access_life, insert_tokens, make_room, standing, usable_client,
};
use super::{Author, Store};
use crate::clock::SKEW;
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};
use crate::rules::oauth_error::OAuthError;
use crate::rules::pkce;
use crate::rules::question::usable;

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

/// How often a client's authorization is read again because it changed in between.
const TRIES: usize = 5;

/// What a code or refresh token leads to.
enum Found {
    /// It is good.
    Good(Box<Standing>),
    /// It was used before, and what came of it lives: this family ends.
    Reused(String),
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
        // Without the lock first: anybody can send a code that is good for nothing.
        find_code(&mut *self.database.read().await?, redemption, author).await?;
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let standing = match find_code(to, redemption, author).await? {
            Found::Good(standing) => standing,
            Found::Reused(family) => {
                end_reused(to, &family, "code", author).await?;
                write.commit().await?;
                return Err(OAuthError::grant());
            }
        };
        let spent = sqlx::query(
            "UPDATE authorization_code SET spent_at = $2 WHERE code_hash = $1 AND spent_at IS NULL",
        )
        .bind(digest(redemption.code))
        .bind(author.now)
        .execute(&mut *to)
        .await?;
        if spent.rows_affected() != 1 {
            return Err(OAuthError::grant());
        }
        let scope = standing.scope.clone();
        let tokens = insert_tokens(to, &standing, scope, randomness, author.now).await?;
        write.commit().await?;
        Ok(tokens)
    }

    /// New tokens for a refresh token, once (RFC 9700 section 4.14.2); the author is the client
    /// that uses it. Using it again ends everything that came of the same decision. `wanted` may
    /// ask for less, never for more. `try_refresh` counts the refresh for its family.
    ///
    /// # Errors
    /// `invalid_grant`, `invalid_scope`, 429; nothing is issued then.
    pub async fn rotate(
        &self,
        token: &str,
        wanted: Option<&[String]>,
        randomness: &Randomness,
        author: &Author,
        try_refresh: impl Fn(&str) -> Result<(), i64> + Send,
    ) -> Result<Tokens, OAuthError> {
        // Without the lock first: anybody can send a token that is good for nothing.
        if let Found::Good(standing) =
            find_refresh(&mut *self.database.read().await?, token, wanted, author).await?
        {
            try_refresh(&standing.id).map_err(OAuthError::TooMany)?;
        }
        let mut write = self.database.write().await?;
        let to = &mut *write;
        let standing = match find_refresh(to, token, wanted, author).await? {
            Found::Good(standing) => standing,
            Found::Reused(family) => {
                end_reused(to, &family, "refreshToken", author).await?;
                write.commit().await?;
                return Err(OAuthError::grant());
            }
        };
        let spent = sqlx::query(
            "UPDATE refresh_token SET spent_at = $2 WHERE token_hash = $1 AND spent_at IS NULL",
        )
        .bind(digest(token))
        .bind(author.now)
        .execute(&mut *to)
        .await?;
        if spent.rows_affected() != 1 {
            return Err(OAuthError::grant());
        }
        // What was taken away since does not come back by itself.
        sqlx::query("UPDATE token_family SET scope = $2 WHERE id = $1")
            .bind(&standing.id)
            .bind(serde_json::to_string(&standing.scope).map_err(Problem::from)?)
            .execute(&mut *to)
            .await?;
        make_room(to, &standing.id).await?;
        let scope = match wanted {
            None => standing.scope.clone(),
            Some(wanted) => usable(wanted, &standing.scope),
        };
        let tokens = insert_tokens(to, &standing, scope, randomness, author.now).await?;
        write.commit().await?;
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
        // This reads before it waits for the lock. A change in between makes another version of the
        // authorization, and then it reads again.
        for _ in 0..TRIES {
            let mut read = self.database.read().await?;
            let Some(authorization) = usable_client(&mut read, client_id).await? else {
                return Err(OAuthError::refused(
                    "unauthorized_client",
                    "An administrator of the organization has to authorize this client.",
                ));
            };
            drop(read);
            let scope = usable(wanted, &authorization.scope);
            let life = access_life(&authorization.client);
            let family = NewFamily {
                id: randomness.uuid(),
                client_id,
                user_id: None,
                scope: &scope,
                version: authorization.version.unwrap_or_default(),
                life,
            };
            let mut write = self.database.write().await?;
            if !insert_family_of_client(&mut write, &family, now).await? {
                continue;
            }
            let standing = Standing {
                id: family.id.clone(),
                client: authorization.client,
                user_id: None,
                scope: scope.clone(),
                expires_at: now + life,
            };
            let tokens =
                insert_tokens(&mut write, &standing, scope.clone(), randomness, now).await?;
            write.commit().await?;
            return Ok(tokens);
        }
        Err(Problem::unavailable("the client changes all the time").into())
    }
}

/// What a code leads to. One of another client ends nothing, and looks as if there were none.
async fn find_code(
    connection: &mut SqliteConnection,
    redemption: &Redemption<'_>,
    author: &Author,
) -> Result<Found, OAuthError> {
    let now = author.now;
    let row = sqlx::query(
        "SELECT authorization_code.family, redirect_uri, challenge, spent_at, \
         EXISTS (SELECT 1 FROM session WHERE token_hash = session_hash), \
         authorization_code.expires_at > $3 AND authorization_code.expires_at <= $4 \
         FROM authorization_code JOIN token_family ON token_family.id = authorization_code.family \
         WHERE code_hash = $1 AND token_family.client_id = $2",
    )
    .bind(digest(redemption.code))
    .bind(&author.user.id)
    .bind(now)
    .bind(now + CODE_LIFE + SKEW)
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(OAuthError::MadeUp)?;
    let family: String = row.get(0);
    if row.get::<Option<i64>, _>(3).is_some() {
        return reused(connection, family).await;
    }
    let fits = row.get::<&str, _>(1) == redemption.redirect_uri
        && row.get::<bool, _>(4)
        && row.get::<bool, _>(5)
        && pkce::fits(redemption.verifier, row.get(2));
    if !fits {
        return Err(OAuthError::grant());
    }
    let standing = standing(connection, &family, now).await?;
    let good = standing.map(|standing| Found::Good(Box::new(standing)));
    good.ok_or_else(OAuthError::grant)
}

/// What a refresh token leads to.
async fn find_refresh(
    connection: &mut SqliteConnection,
    token: &str,
    wanted: Option<&[String]>,
    author: &Author,
) -> Result<Found, OAuthError> {
    let now = author.now;
    let row = sqlx::query(
        "SELECT refresh_token.family, spent_at, token_family.scope, refresh_token.expires_at > $3 \
         FROM refresh_token JOIN token_family ON token_family.id = refresh_token.family \
         WHERE refresh_token.token_hash = $1 AND token_family.client_id = $2",
    )
    .bind(digest(token))
    .bind(&author.user.id)
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(OAuthError::MadeUp)?;
    let family: String = row.get(0);
    if row.get::<Option<i64>, _>(1).is_some() {
        return reused(connection, family).await;
    }
    let granted: Vec<String> = serde_json::from_str(row.get(2)).map_err(Problem::from)?;
    let mut wanted = wanted.unwrap_or_default().iter();
    if let Some(id) = wanted.find(|id| !granted.contains(id)) {
        let why = "A refresh can't ask for more than was granted";
        return Err(OAuthError::scope(why, id));
    }
    if !row.get::<bool, _>(3) {
        return Err(OAuthError::grant());
    }
    let standing = standing(connection, &family, now).await?;
    let good = standing.map(|standing| Found::Good(Box::new(standing)));
    good.ok_or_else(OAuthError::grant)
}

/// A family of which something was used twice, if there is still something to end.
async fn reused(connection: &mut SqliteConnection, family: String) -> Result<Found, OAuthError> {
    let lives = sqlx::query("SELECT 1 FROM token_family WHERE id = $1 AND ended_at IS NULL")
        .bind(&family)
        .fetch_optional(connection)
        .await?;
    match lives {
        Some(_) => Ok(Found::Reused(family)),
        None => Err(OAuthError::grant()),
    }
}

/// Ends what came of a decision, because something that is good once was used again: one of the
/// two who had it was a thief. Written down once, however often it is tried.
async fn end_reused(
    to: &mut SqliteConnection,
    family: &str,
    reused: &'static str,
    author: &Author,
) -> Answer<()> {
    let Some(ended) = end_family(to, family, author.now).await? else {
        return Ok(());
    };
    let audit = Audit {
        action: "token.reused",
        client_id: &ended.client_id,
        before: Some(json!({ "user": ended.user_id, "scope": ended.scope })),
        after: Some(json!({ "reused": reused })),
    };
    record(to, author, audit).await
}
