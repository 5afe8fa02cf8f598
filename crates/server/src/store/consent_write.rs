//! The decision about a sign-in: one transaction, spent by one conditional UPDATE whose row count
//! decides.

use countersign_contract::{
    Audience, AuthorizationWrite, ConsentDecision, ConsentReason, ConsentState, Decision,
    Requirement,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::audit::{Audit, record};
use super::authorization_write::{Change, apply};
use super::consents::{AuthorizeRequest, Consent, Decider, Hand, Issued, facts, load};
use super::grants::{Decided, Key, grant_of, save_grant};
use super::tokens::{NewFamily, insert_code, insert_family};
use super::{Author, Store};
use crate::etag::IfMatch;
use crate::oauth::question::{Ask, Facts, Question, admits, usable};
use crate::problem::{Answer, Problem};

impl Store {
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
        // Others may have waited for what was decided for the organization.
        self.bell().ring();
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
