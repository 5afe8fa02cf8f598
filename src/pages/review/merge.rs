//! Two admins at once: what differs between the version that was saved first (theirs) and the
//! edit that was refused with 412 (mine), and the draft that a choice of both gives.

use std::collections::BTreeSet;

use countersign_contract::list::unique;
use countersign_contract::order::set_of;
use countersign_contract::{AuthorizationState, OAuthAuthorization};

use super::draft::Draft;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

/// What two versions can differ in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Whether everyone may use the application. It stands for all roles: where one side has none
    /// and the other some, a role by role choice could widen a narrowed side to everyone.
    Everyone,
    /// Whether a scope is granted, by id.
    Scope(String),
    /// Whether a role may use it, by id; only where both sides have roles.
    Role(String),
}

/// Who moved away from the version that both began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// Only the other admin.
    Theirs,
    /// Only me.
    Mine,
    /// Both, in different directions.
    Both,
}

/// Side to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What is stored now.
    Theirs,
    /// What I was about to save.
    Mine,
}

/// Something that one side has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: What,
    /// Whether theirs has it.
    pub theirs: bool,
    /// Whether mine has it; always the opposite.
    pub mine: bool,
    /// Who changed it.
    pub changed_by: ChangedBy,
}

/// The other admin also decided on the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// State when I began.
    pub from: AuthorizationState,
    /// State now.
    pub to: AuthorizationState,
}

impl Difference {
    /// What is chosen at first: the side that alone changed it. Where both did, the narrower one
    /// for everyone, and what is stored for anything else.
    pub fn default_choice(&self) -> Choice {
        match (self.changed_by, &self.what) {
            (ChangedBy::Mine, _) => Choice::Mine,
            (ChangedBy::Both, What::Everyone) if self.theirs => Choice::Mine,
            _ => Choice::Theirs,
        }
    }
}

/// How the state changed under the edit; `None` where it did not.
pub fn state_change(base: &OAuthAuthorization, theirs: &OAuthAuthorization) -> Option<StateChange> {
    (base.state != theirs.state).then(|| StateChange {
        from: base.state.clone(),
        to: theirs.state.clone(),
    })
}

/// What differs, everyone first, then scopes and roles by id. Where both agree, nothing is asked.
pub fn differences(
    base: &OAuthAuthorization,
    theirs: &OAuthAuthorization,
    mine: &Draft,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let roles = [&base.roles, &theirs.roles, &mine.roles].map(|roles| set(roles));
    let [base_roles, their_roles, my_roles] = &roles;
    if their_roles.is_empty() != my_roles.is_empty() {
        found.push(Difference {
            what: What::Everyone,
            theirs: their_roles.is_empty(),
            mine: my_roles.is_empty(),
            changed_by: match (their_roles == base_roles, my_roles == base_roles) {
                (true, _) => ChangedBy::Mine,
                (_, true) => ChangedBy::Theirs,
                _ => ChangedBy::Both,
            },
        });
    }
    let my_scope = set_of(mine.scope.iter().map(String::as_str));
    each(
        &mut found,
        &set(&base.scope),
        &set(&theirs.scope),
        &my_scope,
        What::Scope,
    );
    if !their_roles.is_empty() && !my_roles.is_empty() {
        let from = found.len();
        each(&mut found, base_roles, their_roles, my_roles, What::Role);
        if base_roles.is_empty() {
            // Both narrowed it from everyone: to take both lists would let in more than either did.
            for difference in found.iter_mut().skip(from) {
                difference.changed_by = ChangedBy::Both;
            }
        }
    }
    found
}

/// The default choice of each difference.
pub fn defaults(differences: &[Difference]) -> Vec<(What, Choice)> {
    let choice = |one: &Difference| (one.what.clone(), one.default_choice());
    differences.iter().map(choice).collect()
}

/// The draft of the choices, to be saved against theirs. What is not chosen stays as stored, but
/// everyone only where a side with everyone is chosen. The note stays mine.
///
/// Where choices leave no role although both sides have some (see [`leaves_no_role`]), the roles
/// are those of theirs: no role would mean everyone.
pub fn resolve(theirs: &OAuthAuthorization, mine: &Draft, choices: &[(What, Choice)]) -> Draft {
    let scope = theirs.scope.iter().chain(&mine.scope).filter(|id| {
        match chosen(choices, &What::Scope((*id).clone())) {
            Some(Choice::Mine) => mine.scope.contains(*id),
            _ => theirs.scope.contains(id),
        }
    });
    let roles = match (theirs.roles.is_empty(), mine.roles.is_empty()) {
        (false, false) => match chosen_roles(theirs, mine, choices) {
            none if none.is_empty() => unique(&theirs.roles),
            some => some,
        },
        (their_everyone, _) => match chosen(choices, &What::Everyone) {
            Some(Choice::Mine) => unique(&mine.roles),
            None if their_everyone => unique(&mine.roles),
            _ => unique(&theirs.roles),
        },
    };
    Draft {
        scope: set_of(scope.cloned()),
        roles,
        note: mine.note.clone(),
    }
}

/// Whether the choices drop every role of two sides that both have some. To be said before saving.
pub fn leaves_no_role(
    theirs: &OAuthAuthorization,
    mine: &Draft,
    choices: &[(What, Choice)],
) -> bool {
    !theirs.roles.is_empty()
        && !mine.roles.is_empty()
        && chosen_roles(theirs, mine, choices).is_empty()
}

fn chosen_roles(
    theirs: &OAuthAuthorization,
    mine: &Draft,
    choices: &[(What, Choice)],
) -> Vec<String> {
    let mut roles = theirs.roles.clone();
    roles.extend_from_slice(&mine.roles);
    roles.retain(|id| match chosen(choices, &What::Role(id.clone())) {
        Some(Choice::Mine) => mine.roles.contains(id),
        _ => theirs.roles.contains(id),
    });
    unique(&roles)
}

fn chosen(choices: &[(What, Choice)], what: &What) -> Option<Choice> {
    choices
        .iter()
        .find(|(one, _)| one == what)
        .map(|(_, choice)| *choice)
}

fn set(ids: &[String]) -> BTreeSet<&str> {
    set_of(ids.iter().map(String::as_str))
}

fn each(
    found: &mut Vec<Difference>,
    base: &BTreeSet<&str>,
    theirs: &BTreeSet<&str>,
    mine: &BTreeSet<&str>,
    what: fn(String) -> What,
) {
    found.extend(theirs.symmetric_difference(mine).map(|id| {
        let (in_theirs, in_mine) = (theirs.contains(id), mine.contains(id));
        // Exactly one side differs from the base, since there are only two values.
        let by_them = in_theirs != base.contains(id);
        Difference {
            what: what((*id).to_owned()),
            theirs: in_theirs,
            mine: in_mine,
            changed_by: if by_them {
                ChangedBy::Theirs
            } else {
                ChangedBy::Mine
            },
        }
    }));
}
