//! Sign-ins that wait for a decision, and the decision: one transaction, spent by one conditional
//! UPDATE whose row count decides.

use countersign_contract::{
    Audience, AuthorizationWrite, ConsentDecision, ConsentReason, ConsentState, Decision,
    Requirement,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

use super::audit::{Audit, record};
use super::authorization_write::{Change, apply};
use super::authorizations::find;
use super::clients::{facts_of_client, living_client};
use super::grants::{Decided, Key, grant_of, save_grant};
use super::tokens::{NewFamily, insert_code, insert_family};
use super::{Author, Identity, Store};
use crate::etag::IfMatch;
use crate::oauth::question::{Ask, Facts, Question, admits, usable};
use crate::problem::{Answer, Problem};
use crate::randomness::{Randomness, digest};

/// A consent request waits this many seconds.
pub const CONSENT_LIFE: i64 = 10 * 60;
/// How long a decided or expired one is remembered, in seconds.
const REMEMBERED: i64 = 30 * 24 * 60 * 60;

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
        let mut transaction = self.pool.begin().await?;
        facts(&mut transaction, request, identity, now).await
    }

    /// Writes a consent request down and answers its id.
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
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM consent WHERE created_at < $1")
            .bind(hand.now - REMEMBERED)
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

    /// A consent request of this session.
    ///
    /// # Errors
    /// 404 unknown; 403 `consent.not.yours`.
    pub async fn consent(&self, id: &str, decider: Decider<'_>, now: i64) -> Answer<Consent> {
        let mut transaction = self.pool.begin().await?;
        load(&mut transaction, id, decider, now).await
    }

    /// Issues a code where nobody has to be asked. `None` where that changed meanwhile.
    ///
    /// # Errors
    /// The store failed; nothing is issued then.
    pub async fn issue(
        &self,
        request: &AuthorizeRequest,
        decider: Decider<'_>,
        author: &Author,
        hand: Hand<'_>,
    ) -> Answer<Option<String>> {
        let mut transaction = self.write().await?;
        let facts = facts(&mut transaction, request, decider.identity, hand.now).await?;
        let Question::Nothing(scope) = facts.question() else {
            return Ok(None);
        };
        let version = facts.authorization.version.unwrap_or_default();
        let grant = Decided {
            shown: &facts.usable(),
            allowed: &scope,
            version,
        };
        let to = &mut *transaction;
        let code = grant_and_code(to, request, decider, grant, hand).await?;
        let audit = Audit {
            action: "code.issued",
            client_id: &request.client_id,
            before: None,
            after: Some(json!({ "scope": scope })),
        };
        record(to, author, audit).await?;
        transaction.commit().await?;
        Ok(Some(code))
    }

    /// Decides a consent request, once. `shown` makes the digest of what the screen shows out of
    /// what is stored now.
    ///
    /// # Errors
    /// 403 not this session's, or not this user's to decide; 409 decided, expired or changed
    /// since it was shown; 400 scopes or roles that can't be. Nothing is written then.
    pub async fn decide(
        &self,
        id: &str,
        decision: &ConsentDecision,
        decider: Decider<'_>,
        author: &Author,
        hand: Hand<'_>,
        shown: impl Fn(&Consent) -> Answer<String> + Send,
    ) -> Answer<(AuthorizeRequest, Issued)> {
        let mut transaction = self.write().await?;
        let to = &mut *transaction;
        let consent = load(to, id, decider, hand.now).await?;
        match consent.state {
            ConsentState::Pending => {}
            ConsentState::Expired => return Err(Problem::consent_expired()),
            _ => return Err(Problem::consent_decided()),
        }
        if shown(&consent)? != decision.digest {
            return Err(Problem::consent_changed());
        }
        let issued = if decision.decision == Decision::Allow {
            let code = allow(to, &consent, decision, decider, author, hand).await?;
            code.map_or(Issued::Denied, Issued::Code)
        } else {
            let audit = Audit {
                action: "consent.denied",
                client_id: &consent.request.client_id,
                before: None,
                after: Some(json!({ "asked": consent.request.scope })),
            };
            record(to, author, audit).await?;
            Issued::Denied
        };
        let state = if decision.decision == Decision::Allow {
            ConsentState::Allowed
        } else {
            ConsentState::Denied
        };
        let spent = sqlx::query(
            "UPDATE consent SET decision = $2, decided_at = $3 \
             WHERE id = $1 AND decision IS NULL AND expires_at > $3",
        )
        .bind(id)
        .bind(state.as_str())
        .bind(hand.now)
        .execute(&mut *to)
        .await?;
        if spent.rows_affected() != 1 {
            return Err(Problem::consent_decided());
        }
        transaction.commit().await?;
        Ok((consent.request, issued))
    }
}

/// The scopes of a decision, checked against what was asked.
fn allowed(facts: &Facts, ask: &Ask, decision: &ConsentDecision) -> Answer<Vec<String>> {
    if let Some(id) = decision.scope.iter().find(|id| !ask.scopes.contains(id)) {
        let message = format!("The application did not ask for the scope '{id}'.");
        return Err(Problem::field("scope", message));
    }
    let refused = |id: &&String| {
        !decision.scope.contains(id) && facts.requirement(id) == Requirement::Required
    };
    if let Some(id) = ask.scopes.iter().find(refused) {
        let message = format!("The application does not work without the scope '{id}'.");
        return Err(Problem::field("scope", message));
    }
    let asked = ask.scopes.iter();
    Ok(asked
        .filter(|id| decision.scope.contains(id))
        .cloned()
        .collect())
}

async fn allow(
    to: &mut SqliteConnection,
    consent: &Consent,
    decision: &ConsentDecision,
    decider: Decider<'_>,
    author: &Author,
    hand: Hand<'_>,
) -> Answer<Option<String>> {
    let facts = &consent.facts;
    let ask = match facts.question() {
        Question::Ask(ask) => ask,
        Question::Blocked(blocked) => return Err(Problem::consent_blocked(&blocked)),
        // Nothing is left to decide: the same consent was given in another window.
        Question::Nothing(scopes) => Ask {
            audience: Audience::User,
            reason: ConsentReason::Prompted,
            previous: None,
            scopes,
            before: Vec::new(),
            new: Vec::new(),
        },
    };
    let allowed = allowed(facts, &ask, decision)?;
    let mut authorization = facts.authorization.clone();
    if ask.audience == Audience::Organization {
        // What is shown is decided; what the organization allows beyond that stays.
        let grows = ask.reason == ConsentReason::NewScopes;
        let kept = authorization.scope.iter().filter(|_| grows);
        let kept = kept.filter(|id| !ask.scopes.contains(id));
        let write = AuthorizationWrite {
            scope: allowed.iter().chain(kept).cloned().collect(),
            roles: decision.roles.clone(),
            note: None,
        };
        let change = Change::Authorize(write);
        authorization = apply(to, authorization, &change, &IfMatch::Whatever, author).await?;
    } else if decision.roles.is_some() {
        return Err(Problem::field(
            "roles",
            "Roles are decided for the organization only.",
        ));
    }
    let grant = Decided {
        shown: &ask.scopes,
        allowed: &allowed,
        version: authorization.version.unwrap_or_default(),
    };
    let audit = Audit {
        action: "consent.allowed",
        client_id: &consent.request.client_id,
        before: facts
            .grant
            .as_ref()
            .map(|grant| json!({ "scope": grant.scope })),
        after: Some(json!({ "scope": allowed, "audience": ask.audience })),
    };
    record(to, author, audit).await?;
    if !admits(&authorization.roles, &facts.roles) {
        return Ok(None);
    }
    grant_and_code(to, &consent.request, decider, grant, hand)
        .await
        .map(Some)
}

/// Everything that a code stands on, and the code, which is stored only as a hash.
async fn grant_and_code(
    to: &mut SqliteConnection,
    request: &AuthorizeRequest,
    decider: Decider<'_>,
    grant: Decided<'_>,
    hand: Hand<'_>,
) -> Answer<String> {
    let key = Key {
        client_id: &request.client_id,
        user_id: &decider.identity.user.id,
    };
    save_grant(to, key, grant, hand.now).await?;
    let saved = grant_of(to, key).await?.unwrap_or_default();
    let family = NewFamily {
        id: hand.randomness.uuid(),
        client_id: key.client_id,
        user_id: Some(key.user_id),
        scope: &usable(&request.scope, &both(grant.allowed, &saved.scope)),
        version: grant.version,
    };
    insert_family(to, &family, hand.now).await?;
    let code = hand.randomness.secret();
    insert_code(to, &code, &family.id, request, decider.session, hand.now).await?;
    Ok(code)
}

fn both(one: &[String], other: &[String]) -> Vec<String> {
    one.iter()
        .filter(|id| other.contains(id))
        .cloned()
        .collect()
}

async fn load(
    connection: &mut SqliteConnection,
    id: &str,
    decider: Decider<'_>,
    now: i64,
) -> Answer<Consent> {
    let row = sqlx::query(
        "SELECT session_hash, user_id, request, expires_at, decision, decided_at FROM consent WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(Problem::not_found)?;
    let ours = row.get::<String, _>(0) == digest(decider.session)
        && row.get::<String, _>(1) == decider.identity.user.id;
    if !ours {
        return Err(Problem::consent_not_yours());
    }
    let request: AuthorizeRequest = serde_json::from_str(row.get(2))?;
    let expires_at: i64 = row.get(3);
    let state = match row.get::<Option<String>, _>(4) {
        Some(decision) => ConsentState::from_wire(&decision),
        None if now >= expires_at => ConsentState::Expired,
        None => ConsentState::Pending,
    };
    let facts = facts(connection, &request, decider.identity, now).await?;
    Ok(Consent {
        id: id.to_owned(),
        state,
        expires_at,
        decided_at: row.get(5),
        facts,
        request,
    })
}

async fn facts(
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
    Ok(Facts {
        authorization: find(connection, id, &owner).await?,
        optional: client.optional,
        public: client.secret_hash.is_none(),
        block: block.map(|row| row.get(0)),
        grant: grant_of(connection, key).await?,
        roles: identity.roles.iter().map(|role| role.id.clone()).collect(),
        may_authorize: identity.may_authorize(),
        asked: request.scope.clone(),
        prompted: request.prompted,
        now,
    })
}
