//! Codes and tokens. Each carries 256 random bits and is stored as its SHA-256; single-use ones
//! are spent by one conditional UPDATE whose row count decides.

use countersign_contract::{
    AuthorizationState, ClientState, OAuthAuthorization, OAuthClient, RoleRef,
};
use sqlx::{Row as _, SqliteConnection};

use super::authorizations::find;
use super::clients::living_client;
use super::consents::AuthorizeRequest;
use super::grants::{Key, grant_of};
use super::{Identity, Store, UserRow};
use crate::oauth::error::OAuthError;
use crate::oauth::pkce;
use crate::oauth::question::{admits, usable};
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};

/// A code is good for this many seconds.
const CODE_LIFE: i64 = 60;
/// What one decision issued is over after this many seconds, refreshed or not.
const FAMILY_LIFE: i64 = 30 * 24 * 60 * 60;
/// Bounds of the life of an access token, in seconds (contract, OAuthClient).
const ACCESS_LIFE: (u32, u32) = (300, 172_800);

/// A token answer (RFC 6749 section 5.1).
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Access token.
    pub access: String,
    /// Its life in seconds.
    pub expires_in: i64,
    /// Refresh token; none for the client itself.
    pub refresh: Option<String>,
    /// What the access token may.
    pub scope: Vec<String>,
}

/// A token as introspection tells it (RFC 7662).
#[derive(Clone, Debug)]
pub struct LiveToken {
    /// Client ID.
    pub client_id: String,
    /// User id; none for the client itself.
    pub user_id: Option<String>,
    /// What it may, by now.
    pub scope: Vec<String>,
    /// Unix seconds.
    pub issued_at: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

pub(super) struct NewFamily<'a> {
    pub id: String,
    pub client_id: &'a str,
    pub user_id: Option<&'a str>,
    pub scope: &'a [String],
    pub version: u32,
}

pub(super) async fn insert_family(
    to: &mut SqliteConnection,
    family: &NewFamily<'_>,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "INSERT INTO token_family (id, client_id, user_id, scope, authorization_version, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&family.id)
    .bind(family.client_id)
    .bind(family.user_id)
    .bind(serde_json::to_string(family.scope)?)
    .bind(family.version)
    .bind(now)
    .bind(now + FAMILY_LIFE)
    .execute(to)
    .await?;
    Ok(())
}

pub(super) async fn insert_code(
    to: &mut SqliteConnection,
    code: &str,
    family: &str,
    request: &AuthorizeRequest,
    session: &str,
    now: i64,
) -> Answer<()> {
    sqlx::query(
        "INSERT INTO authorization_code (code_hash, family, session_hash, redirect_uri, challenge, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(digest(code))
    .bind(family)
    .bind(digest(session))
    .bind(&request.redirect_uri)
    .bind(&request.challenge)
    .bind(now + CODE_LIFE)
    .execute(to)
    .await?;
    Ok(())
}

/// A family that can still issue, and what it may by now.
struct Standing {
    id: String,
    client: OAuthClient,
    user_id: Option<String>,
    /// What was granted at first, cut by what holds now.
    scope: Vec<String>,
    expires_at: i64,
}

/// State of user, client, authorization, role and consent; `None` where any of them ended.
async fn standing(
    connection: &mut SqliteConnection,
    family: &str,
    now: i64,
) -> Answer<Option<Standing>> {
    let row = sqlx::query(
        "SELECT client_id, user_id, scope, expires_at FROM token_family \
         WHERE id = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(family)
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let client_id: String = row.get(0);
    let user_id: Option<String> = row.get(1);
    let Some(authorization) = usable_client(connection, &client_id).await? else {
        return Ok(None);
    };
    let granted: Vec<String> = serde_json::from_str(row.get(2))?;
    let mut scope = usable(&granted, &authorization.scope);
    if let Some(user_id) = &user_id {
        let roles = role_ids(connection, user_id).await?;
        let key = Key {
            client_id: &client_id,
            user_id,
        };
        let grant = grant_of(connection, key).await?;
        let Some(grant) =
            grant.filter(|grant| grant.is_live() && admits(&authorization.roles, &roles))
        else {
            return Ok(None);
        };
        scope = usable(&scope, &grant.scope);
    }
    Ok(Some(Standing {
        id: family.to_owned(),
        client: authorization.client,
        user_id,
        scope,
        expires_at: row.get(3),
    }))
}

/// The authorization of a client that may act now.
async fn usable_client(
    connection: &mut SqliteConnection,
    client_id: &str,
) -> Answer<Option<OAuthAuthorization>> {
    match living_client(connection, client_id).await {
        Ok(_) => {}
        Err(problem) if problem.status() == 404 => return Ok(None),
        Err(problem) => return Err(problem),
    }
    let owner = super::organization::owner(connection).await?;
    let authorization = find(connection, client_id, &owner).await?;
    let works = authorization.state == AuthorizationState::Authorized
        && matches!(authorization.client.state, None | Some(ClientState::Active));
    Ok(works.then_some(authorization))
}

async fn role_ids(connection: &mut SqliteConnection, user_id: &str) -> Answer<Vec<String>> {
    let rows = sqlx::query("SELECT role_id FROM user_role WHERE user_id = $1")
        .bind(user_id)
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Writes an access token and, for a user, a refresh token.
async fn insert_tokens(
    to: &mut SqliteConnection,
    standing: &Standing,
    scope: Vec<String>,
    randomness: &Randomness,
    now: i64,
) -> Answer<Tokens> {
    let (least, most) = ACCESS_LIFE;
    let life = standing.client.access_token_validity_seconds;
    let life = i64::from(life.unwrap_or(86_400).clamp(least, most));
    let expires_at = (now + life).min(standing.expires_at);
    let access = randomness.secret();
    sqlx::query(
        "INSERT INTO access_token (token_hash, family, scope, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(digest(&access))
    .bind(&standing.id)
    .bind(serde_json::to_string(&scope)?)
    .bind(now)
    .bind(expires_at)
    .execute(&mut *to)
    .await?;
    let refresh = standing.user_id.is_some().then(|| randomness.secret());
    if let Some(refresh) = &refresh {
        sqlx::query(
            "INSERT INTO refresh_token (token_hash, family, expires_at) VALUES ($1, $2, $3)",
        )
        .bind(digest(refresh))
        .bind(&standing.id)
        .bind(standing.expires_at)
        .execute(to)
        .await?;
    }
    Ok(Tokens {
        access,
        expires_in: expires_at - now,
        refresh,
        scope,
    })
}

/// A code on its way to tokens.
#[derive(Clone, Copy, Debug)]
pub struct Redemption<'a> {
    /// The code.
    pub code: &'a str,
    /// Client that redeems it.
    pub client_id: &'a str,
    /// Redirect URI of the authorize request.
    pub redirect_uri: &'a str,
    /// PKCE verifier.
    pub verifier: &'a str,
}

impl Store {
    /// Tokens for a code, once. Using it again ends everything that came of it.
    ///
    /// # Errors
    /// `invalid_grant`; nothing is issued then.
    pub async fn redeem(
        &self,
        redemption: &Redemption<'_>,
        randomness: &Randomness,
        now: i64,
    ) -> Result<Tokens, OAuthError> {
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
        if row.get::<Option<i64>, _>(3).is_some() {
            end_family(to, &family, now).await?;
            transaction.commit().await?;
            return Err(OAuthError::grant());
        }
        let fits = row.get::<String, _>(1) == redemption.redirect_uri
            && row.get::<String, _>(4) == redemption.client_id
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

    /// New tokens for a refresh token, once (RFC 9700 section 4.14.2). Using it again ends
    /// everything that came of the same decision. `wanted` may ask for less, never for more.
    ///
    /// # Errors
    /// `invalid_grant`, `invalid_scope`; nothing is issued then.
    pub async fn rotate(
        &self,
        token: &str,
        client_id: &str,
        wanted: Option<&[String]>,
        randomness: &Randomness,
        now: i64,
    ) -> Result<Tokens, OAuthError> {
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
        if row.get::<String, _>(2) != client_id {
            return Err(OAuthError::grant());
        }
        if row.get::<Option<i64>, _>(1).is_some() {
            end_family(to, &family, now).await?;
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

async fn end_family(to: &mut SqliteConnection, family: &str, now: i64) -> Answer<()> {
    sqlx::query("UPDATE token_family SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(family)
        .bind(now)
        .execute(to)
        .await?;
    Ok(())
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
