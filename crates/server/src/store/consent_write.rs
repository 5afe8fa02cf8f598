//! The decision about a sign-in: one transaction, spent by one conditional UPDATE whose row count
//! decides.

use countersign_contract::{
    Audience, AuthorizationWrite, Blocked, ConsentDecision, ConsentReason, ConsentState, Decision,
    Requirement, scope_rules,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::audit::{Audit, record};
use super::authorization_change::Change;
use super::consents::{AuthorizeRequest, Consent, Decider, Hand, Issued, facts, load};
use super::consequences;
use super::families::{FAMILY_LIFE, NewFamily, insert_family};
use super::grants::{Decided, Key, save_grant};
use super::tokens::insert_code;
use super::{Author, Store};
use crate::http::etag::IfMatch;
use crate::problem::{Answer, Problem};
use crate::rules::grant::GrantRow;
use crate::rules::question::{Ask, Facts, Question, admits, usable};

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
        let mut transaction = self.database.write().await?;
        let facts = facts(&mut transaction, request, decider.identity, hand.now).await?;
        let Question::Nothing(scope) = facts.question() else {
            return Ok(None);
        };
        let version = facts.authorization.version.unwrap_or_default();
        let usable = facts.usable();
        let to = &mut *transaction;
        // A sign-in without a question is no decision: what stands of one stays as it is. A client
        // of the portal that nobody was asked about gets its consent here.
        let stands =
            |grant: &GrantRow| grant.is_live() && usable.iter().all(|id| grant.shown.contains(id));
        if !facts.grant.as_ref().is_some_and(stands) {
            let key = Key {
                client_id: &request.client_id,
                user_id: &decider.identity.user.id,
            };
            let grant = Decided {
                shown: &usable,
                allowed: &scope,
                version,
            };
            save_grant(to, key, grant, hand.now).await?;
            let audit = Audit {
                action: "consent.implied",
                client_id: &request.client_id,
                before: None,
                after: Some(json!({ "scope": scope })),
            };
            record(to, author, audit).await?;
        }
        let code = new_code(to, request, decider, (&scope, version), hand).await?;
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
        let mut transaction = self.database.write().await?;
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
        let client_id = &consent.request.client_id;
        if consent
            .facts
            .ask()
            .is_some_and(|ask| ask.audience == Audience::Organization)
        {
            // Others may have waited for what was decided for the organization.
            self.bell().ring_application(client_id);
        } else {
            self.bell()
                .ring_consent(client_id, &decider.identity.user.id);
        }
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
    let Some(ask) = facts.ask() else {
        let blocked = match facts.question() {
            Question::Blocked(blocked) => blocked,
            _ => Blocked::Permission,
        };
        return Err(Problem::consent_blocked(&blocked));
    };
    let allowed = allowed(facts, &ask, decision)?;
    let mut authorization = facts.authorization.clone();
    if ask.audience == Audience::Organization {
        // What is shown is decided; what the organization allows beyond that stays.
        let grows = ask.reason == ConsentReason::NewScopes;
        let kept = authorization.scope.iter().filter(|_| grows);
        // A full scope that would open what was refused just now goes too.
        let refused: Vec<_> = minus(&ask.scopes, &allowed);
        let opens = |id: &&String| {
            let mut refused = refused.iter();
            refused.any(|other| scope_rules::covers(id, other))
        };
        let kept = kept.filter(|id| !ask.scopes.contains(id) && !opens(id));
        let write = AuthorizationWrite {
            scope: allowed.iter().chain(kept).cloned().collect(),
            roles: decision.roles.clone(),
            note: None,
        };
        let change = Change::Authorize(write);
        authorization =
            consequences::decide(to, authorization, &change, &IfMatch::Whatever, author).await?;
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
    let key = Key {
        client_id: &consent.request.client_id,
        user_id: &decider.identity.user.id,
    };
    save_grant(to, key, grant, hand.now).await?;
    let version = grant.version;
    new_code(to, &consent.request, decider, (&allowed, version), hand)
        .await
        .map(Some)
}

/// A family of tokens to come, and the code for it, which is stored only as a hash.
async fn new_code(
    to: &mut SqliteConnection,
    request: &AuthorizeRequest,
    decider: Decider<'_>,
    (allowed, version): (&[String], u32),
    hand: Hand<'_>,
) -> Answer<String> {
    let family = NewFamily {
        id: hand.randomness.uuid(),
        client_id: &request.client_id,
        user_id: Some(&decider.identity.user.id),
        scope: &usable(&request.scope, allowed),
        version,
        life: FAMILY_LIFE,
    };
    insert_family(to, &family, hand.now).await?;
    let code = hand.randomness.secret();
    insert_code(to, &code, &family.id, request, decider.session, hand.now).await?;
    Ok(code)
}

fn minus(from: &[String], taken: &[String]) -> Vec<String> {
    from.iter()
        .filter(|id| !taken.contains(id))
        .cloned()
        .collect()
}
