//! Sign-ins that wait for a decision.

use countersign_contract::permission::{AUTHORIZE_CLIENTS, any};
use countersign_contract::{ClientState, ConsentState, GrantType, OAuthClient};
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, SqliteConnection};

use super::authorizations::find;
use super::clients::{facts_of_client, living_client};
use super::grants::{Key, grant_of};
use super::users::{is_active, rights_of};
use super::{Identity, Store};
use crate::clock::SKEW;
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};
use crate::rules::question::Facts;
use crate::rules::redirect::{is_registered, kind_of};

/// A consent request waits this many seconds.
pub const CONSENT_LIFE: i64 = 10 * 60;
/// Undecided ones of a session; any page can make a browser open more of them, in a loop.
const MOST_OPEN: i64 = 20;
/// The same of a person, also in sessions that are over.
const MOST_OPEN_OF_USER: i64 = 200;

/// A checked authorize request (RFC 6749 section 4.1.1), as it is kept until the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizeRequest {
    /// Client ID.
    pub client_id: String,
    /// A registered redirect URI.
    pub redirect_uri: String,
    /// Scope ids that are asked for.
    pub scope: Vec<String>,
    /// The client's `state`.
    pub state: Option<String>,
    /// PKCE challenge, S256.
    pub challenge: String,
    /// Whether the client insists on a question.
    pub prompted: bool,
    /// Own path that starts the same sign-in again.
    pub restart: String,
}

/// A consent request with what it is about.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Id.
    pub id: String,
    /// What was asked.
    pub request: AuthorizeRequest,
    /// State by now.
    pub state: ConsentState,
    /// End, Unix seconds.
    pub expires_at: i64,
    /// Decision, Unix seconds.
    pub decided_at: Option<i64>,
    /// What counts now.
    pub facts: Facts,
}

/// Who decides: a browser session and its user.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// Who it is.
    pub identity: &'a Identity,
    /// The session's token.
    pub session: &'a str,
}

/// Tools of a decision.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// For codes.
    pub randomness: &'a Randomness,
    /// Now, Unix seconds.
    pub now: i64,
}

/// What came of an authorize request or a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// A code for the client.
    Code(String),
    /// Nothing: the user refused, or may not use what was just authorized.
    Denied,
}

impl Store {
    /// What counts for an authorize request of a user.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn facts(
        &self,
        request: &AuthorizeRequest,
        identity: &Identity,
        now: i64,
    ) -> Answer<Facts> {
        let mut transaction = self.database.read().await?;
        facts(&mut transaction, request, identity, now).await
    }

    /// Writes a consent request down and answers its id. Where the session or the person has too many
    /// that nobody decided, the oldest ones go.
    ///
    /// # Errors
    /// The store failed.
    pub async fn open_consent(
        &self,
        request: &AuthorizeRequest,
        decider: Decider<'_>,
        hand: Hand<'_>,
    ) -> Answer<String> {
        let id = hand.randomness.secret();
        let mut transaction = self.database.write().await?;
        sqlx::query(
            "DELETE FROM consent WHERE session_hash = $1 AND decision IS NULL AND rowid NOT IN \
             (SELECT rowid FROM consent WHERE session_hash = $1 AND decision IS NULL \
              ORDER BY created_at DESC, rowid DESC LIMIT $2)",
        )
        .bind(digest(decider.session))
        .bind(MOST_OPEN - 1)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM consent WHERE user_id = $1 AND decision IS NULL AND rowid NOT IN \
             (SELECT rowid FROM consent WHERE user_id = $1 AND decision IS NULL \
              ORDER BY created_at DESC, rowid DESC LIMIT $2)",
        )
        .bind(&decider.identity.user.id)
        .bind(MOST_OPEN_OF_USER - 1)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO consent (id, session_hash, user_id, client_id, request, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(digest(decider.session))
        .bind(&decider.identity.user.id)
        .bind(&request.client_id)
        .bind(serde_json::to_string(request)?)
        .bind(hand.now)
        .bind(hand.now + CONSENT_LIFE)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Own path that starts the sign-in of a consent request again, for whoever is signed in then.
    ///
    /// # Errors
    /// The store failed.
    pub async fn restart_of(&self, id: &str) -> Answer<Option<String>> {
        let row = sqlx::query("SELECT request ->> 'restart' FROM consent WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *self.database.reader().await?)
            .await?;
        Ok(row.map(|row| row.get(0)))
    }

    /// A consent request of this session.
    ///
    /// # Errors
    /// 404 unknown; 403 `consent.not.yours`.
    pub async fn consent(&self, id: &str, decider: Decider<'_>, now: i64) -> Answer<Consent> {
        let mut transaction = self.database.read().await?;
        load(&mut transaction, id, decider, now).await
    }
}

pub(super) async fn load(
    connection: &mut SqliteConnection,
    id: &str,
    decider: Decider<'_>,
    now: i64,
) -> Answer<Consent> {
    let row = sqlx::query(
        "SELECT session_hash, user_id, request, expires_at, decision, decided_at \
         FROM consent WHERE id = $1 AND created_at <= $2",
    )
    .bind(id)
    .bind(now + SKEW)
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(Problem::not_found)?;
    let alive = sqlx::query("SELECT 1 FROM session WHERE token_hash = $1")
        .bind(digest(decider.session))
        .fetch_optional(&mut *connection)
        .await?;
    if alive.is_none() {
        return Err(Problem::unauthenticated());
    }
    let ours = row.get::<String, _>(0) == digest(decider.session)
        && row.get::<String, _>(1) == decider.identity.user.id;
    if !ours {
        return Err(Problem::consent_not_yours());
    }
    let request: AuthorizeRequest = serde_json::from_str(row.get(2))?;
    let facts = facts(connection, &request, decider.identity, now).await?;
    let expires_at: i64 = row.get(3);
    let state = match row.get::<Option<String>, _>(4) {
        Some(decision) => ConsentState::from_wire(&decision),
        None if now >= expires_at => ConsentState::Expired,
        // Nobody is sent to an address that was taken off the register meanwhile, or for a client
        // that was switched off; to start again says so.
        None if !is_open(&request, &facts.authorization.client) => ConsentState::Expired,
        None => ConsentState::Pending,
    };
    Ok(Consent {
        id: id.to_owned(),
        state,
        expires_at,
        decided_at: row.get(5),
        facts,
        request,
    })
}

fn is_open(request: &AuthorizeRequest, client: &OAuthClient) -> bool {
    matches!(client.state, None | Some(ClientState::Active))
        && client.authorized_grant_type == Some(GrantType::Code)
        && is_registered(&request.redirect_uri, &client.registered_redirect_uri)
}

pub(super) async fn facts(
    connection: &mut SqliteConnection,
    request: &AuthorizeRequest,
    identity: &Identity,
    now: i64,
) -> Answer<Facts> {
    let id = &request.client_id;
    living_client(connection, id).await?;
    let client = facts_of_client(connection, id).await?;
    let owner = super::organization::owner(connection).await?;
    let key = Key {
        client_id: id,
        user_id: &identity.user.id,
    };
    let block = sqlx::query("SELECT reason FROM client_block WHERE client_id = $1")
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    // Read here and not from the identity: who decides may have been switched off, or have lost a
    // role, while this waited.
    if !is_active(connection, &identity.user.id).await? {
        return Err(Problem::unauthenticated());
    }
    let (roles, permissions) = rights_of(connection, &identity.user.id).await?;
    Ok(Facts {
        authorization: find(connection, id, &owner).await?,
        optional: client.optional,
        public: client.secret_hash.is_none(),
        redirect: kind_of(&request.redirect_uri),
        block: block.map(|row| row.get(0)),
        grant: grant_of(connection, key).await?,
        roles: roles.into_iter().map(|role| role.id).collect(),
        may_authorize: any(&permissions, AUTHORIZE_CLIENTS),
        asked: request.scope.clone(),
        prompted: request.prompted,
        now,
    })
}
