//! Whether somebody has to be asked before an application gets a token, who decides, and why.
//! Pure: everything that counts is in [`Facts`] (contract, "Consent screen" and "Meaning").

use std::collections::BTreeSet;

use countersign_contract::{
    Audience, AuthorizationState, Blocked, ConsentReason, OAuthAuthorization, RedirectKind,
    Requirement, Risk, scope_rules,
};

use super::grant::GrantRow;
use crate::catalogue::risks;
use crate::clock::iso;

/// A consent is good for this many seconds; then the user is asked again.
const GRANT_LIFE: i64 = 365 * 24 * 60 * 60;

/// What counts for the decision.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What the organization decided, with the client.
    pub authorization: OAuthAuthorization,
    /// Scopes that the client also works without.
    pub optional: Vec<String>,
    /// Whether the client has no secret.
    pub public: bool,
    /// Kind of the redirect URI.
    pub redirect: Option<RedirectKind>,
    /// The administrators' reason where nobody may ask for it.
    pub block: Option<String>,
    /// The user's consent so far.
    pub grant: Option<GrantRow>,
    /// Role ids of the user.
    pub roles: Vec<String>,
    /// Whether the user may authorize clients.
    pub may_authorize: bool,
    /// Scope ids that are asked for.
    pub asked: Vec<String>,
    /// Whether the client insists on a question.
    pub prompted: bool,
    /// Now, Unix seconds.
    pub now: i64,
}

/// What follows from the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Nobody is asked; the token may carry these scopes.
    Nothing(Vec<String>),
    /// Somebody decides.
    Ask(Ask),
    /// The user can't decide.
    Blocked(Blocked),
}

/// A question to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// For whom the decision holds.
    pub audience: Audience,
    /// Why.
    pub reason: ConsentReason,
    /// When it was decided before, ISO 8601 UTC.
    pub previous: Option<String>,
    /// Scope ids that are shown.
    pub scopes: Vec<String>,
    /// Those of them that were allowed before.
    pub before: Vec<String>,
    /// Those of them that are new since then.
    pub new: Vec<String>,
}

impl Facts {
    /// What follows.
    pub fn question(&self) -> Question {
        if self.authorization.state != AuthorizationState::Authorized {
            return self.unauthorized();
        }
        if !self.has_role(&self.authorization.roles) {
            return Question::Blocked(Blocked::Role);
        }
        // Also a consent that was withdrawn: what it left out for everybody is no news.
        let was_shown = |grant: &GrantRow| contains_all(&grant.shown, &self.asked);
        let seen = self.grant.as_ref().is_some_and(was_shown);
        let missing = minus(&self.asked, &self.usable());
        if self.may_authorize && !missing.is_empty() && !seen {
            return Question::Ask(Ask {
                audience: Audience::Organization,
                reason: ConsentReason::NewScopes,
                previous: self.authorization.date_modified.clone(),
                before: self.usable(),
                scopes: self.asked.clone(),
                new: missing,
            });
        }
        let usable = self.usable();
        if usable.is_empty() && !self.asked.is_empty() {
            return Question::Blocked(Blocked::Permission);
        }
        self.own(usable)
    }

    fn unauthorized(&self) -> Question {
        let revoked = self.authorization.state == AuthorizationState::Revoked;
        if self.may_authorize {
            return Question::Ask(Ask {
                audience: Audience::Organization,
                reason: if revoked {
                    ConsentReason::Revoked
                } else {
                    ConsentReason::NewApplication
                },
                previous: self.authorization.date_modified.clone().filter(|_| revoked),
                scopes: self.asked.clone(),
                before: Vec::new(),
                new: Vec::new(),
            });
        }
        Question::Blocked(match self.block {
            Some(_) => Blocked::Application,
            None => Blocked::Permission,
        })
    }

    /// The user's own consent to `usable`.
    fn own(&self, usable: Vec<String>) -> Question {
        // Any program on the device can take a private-use scheme or a loopback port, and pose as a
        // client that has no secret (RFC 8252 section 8.6).
        let assured = self.redirect == Some(RedirectKind::Web) || !self.public;
        let trusted = self.authorization.client.first_party == Some(true) && assured;
        let prompted = self.prompted.then_some(ConsentReason::Prompted);
        let reason = match &self.grant {
            _ if trusted => prompted,
            None => Some(ConsentReason::NewApplication),
            Some(grant) if grant.withdrawn_at.is_some() => Some(ConsentReason::Revoked),
            Some(grant) if self.now - grant.modified_at >= GRANT_LIFE => {
                Some(ConsentReason::Expired)
            }
            Some(grant) if self.grew(grant, &usable) => Some(ConsentReason::NewScopes),
            Some(_) if self.prompted => prompted,
            // It can't prove who it is, so that somebody else may be asking in its name.
            Some(_) if self.public => Some(ConsentReason::PublicClient),
            Some(_) => None,
        };
        let Some(reason) = reason else {
            // What the user refused a trusted client stays refused, what is new to it is not.
            let granted = match self.grant.as_ref().filter(|grant| grant.is_live()) {
                Some(grant) if trusted => minus(&usable, &minus(&grant.shown, &grant.scope)),
                Some(grant) => both(&usable, &grant.scope),
                None => usable,
            };
            return Question::Nothing(granted);
        };
        let live = self.grant.as_ref().filter(|grant| grant.is_live());
        let before = live.map_or_else(Vec::new, |grant| both(&usable, &grant.scope));
        let new = live.map_or_else(Vec::new, |grant| minus(&usable, &grant.shown));
        let previous = self.grant.as_ref().map(|grant| match reason {
            ConsentReason::Revoked => grant.withdrawn_at.unwrap_or(grant.modified_at),
            _ => grant.modified_at,
        });
        Question::Ask(Ask {
            audience: Audience::User,
            reason,
            previous: previous.map(iso),
            scopes: usable,
            before,
            new,
        })
    }

    /// Whether there is something that the user was not asked for, or refused when the client still
    /// worked without it.
    fn grew(&self, grant: &GrantRow, usable: &[String]) -> bool {
        let is_missing = |id: &String| {
            self.requirement(id) == Requirement::Required && !grant.scope.contains(id)
        };
        !contains_all(&grant.shown, usable) || usable.iter().any(is_missing)
    }

    /// The question as it is shown and decided. Where it was answered in another window, a decision
    /// that may still change the answer; `None` for who can't decide.
    pub fn ask(&self) -> Option<Ask> {
        match self.question() {
            Question::Ask(ask) => Some(ask),
            Question::Nothing(before) => Some(Ask {
                audience: Audience::User,
                reason: ConsentReason::Prompted,
                previous: None,
                scopes: self.usable(),
                before,
                new: Vec::new(),
            }),
            Question::Blocked(_) => None,
        }
    }

    /// The asked scopes that the organization allows.
    pub fn usable(&self) -> Vec<String> {
        usable(&self.asked, &self.authorization.scope)
    }

    /// Whether the user may use an application of these roles.
    pub fn has_role(&self, roles: &[String]) -> bool {
        admits(roles, &self.roles)
    }

    /// Whether the client works without a scope. One that its record does not ask for is an extra.
    pub fn requirement(&self, id: &str) -> Requirement {
        let listed = self.authorization.client.scope.iter().any(|one| one == id);
        if listed && !self.optional.iter().any(|one| one == id) {
            Requirement::Required
        } else {
            Requirement::Optional
        }
    }

    /// Whether a scope starts ticked: what was allowed before, and else what the client is
    /// registered for, but for what is optional and of high risk.
    pub fn starts_ticked(&self, id: &str, ask: &Ask) -> bool {
        let before = ask.before.iter().any(|one| one == id);
        let asked_before = !ask.before.is_empty() && !ask.new.iter().any(|one| one == id);
        match self.requirement(id) {
            Requirement::Required => true,
            _ if before || asked_before => before,
            _ => {
                let client = &self.authorization.client;
                let registered = client.scope.iter().any(|one| one == id);
                registered && scope_rules::risk_of(id, risks()) < Some(Risk::High)
            }
        }
    }
}

/// Whether the members of `roles` may use something that is for `allowed`; nobody named is
/// everyone.
pub fn admits(allowed: &[String], roles: &[String]) -> bool {
    allowed.is_empty() || allowed.iter().any(|id| roles.contains(id))
}

/// The scopes of `asked` that `allowed` opens.
pub fn usable(asked: &[String], allowed: &[String]) -> Vec<String> {
    let open = |id: &&String| scope_rules::any_covers(allowed, &[id.as_str()]);
    asked.iter().filter(open).cloned().collect()
}

fn both(one: &[String], other: &[String]) -> Vec<String> {
    one.iter()
        .filter(|id| other.contains(id))
        .cloned()
        .collect()
}

fn minus(from: &[String], taken: &[String]) -> Vec<String> {
    from.iter()
        .filter(|id| !taken.contains(id))
        .cloned()
        .collect()
}

fn contains_all(all: &[String], some: &[String]) -> bool {
    let all: BTreeSet<_> = all.iter().collect();
    some.iter().all(|id| all.contains(id))
}

#[cfg(test)]
mod tests;
