//! The edit of one authorization, and what it would change.

use std::collections::BTreeSet;

use countersign_contract::list::unique;
use countersign_contract::order::set_of;
use countersign_contract::scope_rules::is_valid_id;
use countersign_contract::{AuthorizationState, AuthorizationWrite, OAuthAuthorization};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

/// What an admin has ticked, picked and typed. Two equal drafts are nothing to ask about on leaving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Ids of the ticked scopes.
    pub scope: BTreeSet<String>,
    /// Ids of the roles, in the order in which they are shown; empty means everyone.
    pub roles: Vec<String>,
    /// Note for the history, as typed.
    pub note: String,
}

/// What a draft changes in what is allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Scopes that tokens could carry from then on, by id.
    pub added_scopes: Vec<String>,
    /// Scopes that they could no longer carry, by id.
    pub removed_scopes: Vec<String>,
    /// Roles that come in, in the order of the draft.
    pub added_roles: Vec<String>,
    /// Roles that go, in the order of the stored ones.
    pub removed_roles: Vec<String>,
    /// Some roles could use it, then everyone can: removing the last role gives access.
    pub opens_to_everyone: bool,
    /// Everyone could use it, then only some roles can: the first role takes access.
    pub closes_from_everyone: bool,
    /// Nobody can use it until this is saved: not decided yet, or revoked.
    pub first: bool,
}

/// How many people an effect lets in or shuts out: upper bounds, since people hold several roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// At most as many gain access; `None` where that is not known.
    pub gain: Option<u32>,
    /// At most as many lose it; `None` where that is not known.
    pub lose: Option<u32>,
    /// Everyone without access gains it; `gain` is then `None`.
    pub everyone_gains: bool,
    /// Everyone without one of the draft's roles loses it; `lose` is then `None`.
    pub others_lose: bool,
}

impl Draft {
    /// Starts from what is stored. The stored note belongs to the last change, not to this one.
    pub fn from_stored(stored: &OAuthAuthorization) -> Self {
        Self {
            scope: set_of(stored.scope.iter().cloned()),
            roles: unique(&stored.roles),
            note: String::new(),
        }
    }

    /// Starts a first decision with the asked scopes ticked: those of a pasted URL or of a
    /// request. What the client's record asks for is offered, never ticked unasked.
    pub fn first(asked: &[String]) -> Self {
        let mut draft = Self::default();
        draft.set_scopes(asked.iter().filter(|id| is_valid_id(id)).cloned());
        draft
    }

    /// Ticks a scope, or unticks it.
    pub fn toggle_scope(&mut self, id: &str) {
        if !self.scope.remove(id) {
            self.scope.insert(id.to_owned());
        }
    }

    /// Ticks these scopes and no other.
    pub fn set_scopes(&mut self, ids: impl IntoIterator<Item = String>) {
        self.scope = set_of(ids);
    }

    /// Adds roles at the end; one that is there stays where it is.
    pub fn add_roles(&mut self, ids: impl IntoIterator<Item = String>) {
        self.roles.extend(ids);
        self.roles = unique(&self.roles);
    }

    /// Removes a role. Without the last one, everyone may use the application.
    pub fn remove_role(&mut self, id: &str) {
        self.roles.retain(|role| role != id);
    }

    /// Undoes [`Self::remove_role`]: the role stands again where it does in `stored`.
    pub fn put_back_role(&mut self, id: &str, stored: &[String]) {
        if self.roles.iter().any(|role| role == id) {
            return;
        }
        let later = stored.iter().skip_while(|role| *role != id).skip(1);
        let at = later
            .filter_map(|role| self.roles.iter().position(|mine| mine == role))
            .min()
            .unwrap_or(self.roles.len());
        self.roles.insert(at, id.to_owned());
    }

    /// What saving would change. Only an authorization in the state *Authorized* allows anything:
    /// against any other, all that is ticked is added and nothing is removed.
    pub fn effect(&self, base: &OAuthAuthorization) -> Effect {
        let first = base.state != AuthorizationState::Authorized;
        let (had_scope, had_roles) = if first {
            (BTreeSet::new(), Vec::new())
        } else {
            (set_of(base.scope.iter().cloned()), unique(&base.roles))
        };
        Effect {
            added_scopes: self.scope.difference(&had_scope).cloned().collect(),
            removed_scopes: had_scope.difference(&self.scope).cloned().collect(),
            added_roles: without(&self.roles, &had_roles),
            removed_roles: without(&had_roles, &self.roles),
            opens_to_everyone: !first && !had_roles.is_empty() && self.roles.is_empty(),
            closes_from_everyone: !first && had_roles.is_empty() && !self.roles.is_empty(),
            first,
        }
    }

    /// The body to save. Roles are always sent, because leaving them out would keep the stored ones.
    pub fn to_write(&self) -> AuthorizationWrite {
        let note = self.note.trim();
        AuthorizationWrite {
            scope: self.scope.iter().cloned().collect(),
            roles: Some(unique(&self.roles)),
            note: (!note.is_empty()).then(|| note.to_owned()),
        }
    }
}

impl Effect {
    /// Whether no scope and no role would change. A first decision can be saved all the same.
    pub fn is_empty(&self) -> bool {
        self.added_scopes.is_empty()
            && self.removed_scopes.is_empty()
            && self.added_roles.is_empty()
            && self.removed_roles.is_empty()
    }
}

/// How many people gain and lose access by `effect`, after which the roles are `draft`. `counts` gives
/// the members of a role, `None` where that is not known.
pub fn people(effect: &Effect, draft: &[String], counts: impl Fn(&str) -> Option<u32>) -> People {
    let sum = |roles: &[String]| {
        roles.iter().try_fold(0u32, |sum, role| {
            counts(role).map(|count| sum.saturating_add(count))
        })
    };
    let everyone_gains = effect.opens_to_everyone || (effect.first && draft.is_empty());
    let others_lose = effect.closes_from_everyone;
    People {
        gain: match (everyone_gains, others_lose) {
            (true, _) => None,
            (_, true) => Some(0),
            _ => sum(&effect.added_roles),
        },
        lose: match (everyone_gains, others_lose) {
            (true, _) => Some(0),
            (_, true) => None,
            _ => sum(&effect.removed_roles),
        },
        everyone_gains,
        others_lose,
    }
}

/// The ids that are not among `others`, in their order.
pub fn without(ids: &[String], others: &[String]) -> Vec<String> {
    let others = set_of(others.iter().map(String::as_str));
    let kept = ids.iter().filter(|id| !others.contains(id.as_str()));
    kept.cloned().collect()
}
