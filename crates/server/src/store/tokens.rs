//! Codes and tokens. Each carries 256 random bits and is stored as its SHA-256; single-use ones
//! are spent by one conditional UPDATE whose row count decides.

use countersign_contract::{AuthorizationState, ClientState, OAuthAuthorization, OAuthClient};
use sqlx::{Row as _, SqliteConnection};

use super::authorizations::find;
use super::clients::living_client;
use super::consents::AuthorizeRequest;
use super::grants::{Key, grant_of};
use crate::clock::SKEW;
use crate::problem::Answer;
use crate::randomness::{Randomness, digest};
use crate::rules::question::{admits, usable};

/// A code is good for this many seconds.
pub(super) const CODE_LIFE: i64 = 60;
/// Access tokens of a family; the oldest makes room.
const MOST_ACCESS: i64 = 20;
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
pub(super) struct Standing {
    pub id: String,
    pub client: OAuthClient,
    pub user_id: Option<String>,
    /// What was granted at first, cut by what holds now.
    pub scope: Vec<String>,
    pub expires_at: i64,
}

/// State of user, client, authorization, role and consent; `None` where any of them ended.
pub(super) async fn standing(
    connection: &mut SqliteConnection,
    family: &str,
    now: i64,
) -> Answer<Option<Standing>> {
    let row = sqlx::query(
        "SELECT client_id, user_id, scope, expires_at FROM token_family \
         WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 AND created_at <= $3",
    )
    .bind(family)
    .bind(now)
    .bind(now + SKEW)
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
pub(super) async fn usable_client(
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
    let sql = "SELECT role_id FROM user_role JOIN user_account ON user_account.id = user_role.user_id \
         WHERE user_id = $1 AND user_account.state = 'active'";
    let rows = sqlx::query(sql).bind(user_id).fetch_all(connection).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Life of an access token of a client, in seconds.
pub(super) fn access_life(client: &OAuthClient) -> i64 {
    let (least, most) = ACCESS_LIFE;
    let life = client.access_token_validity_seconds;
    i64::from(life.unwrap_or(86_400).clamp(least, most))
}

/// Deletes the oldest access tokens of a family before a refresh makes one more. Refresh tokens that
/// were used stay, because using one again ends the family.
pub(super) async fn make_room(to: &mut SqliteConnection, family: &str) -> Answer<()> {
    sqlx::query(
        "DELETE FROM access_token WHERE family = $1 AND token_hash NOT IN \
         (SELECT token_hash FROM access_token WHERE family = $1 ORDER BY created_at DESC LIMIT $2)",
    )
    .bind(family)
    .bind(MOST_ACCESS - 1)
    .execute(to)
    .await?;
    Ok(())
}

/// Writes an access token and, for a user, a refresh token.
pub(super) async fn insert_tokens(
    to: &mut SqliteConnection,
    standing: &Standing,
    scope: Vec<String>,
    randomness: &Randomness,
    now: i64,
) -> Answer<Tokens> {
    let expires_at = (now + access_life(&standing.client)).min(standing.expires_at);
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
