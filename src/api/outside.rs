//! Names and notes of other people, made safe to look at as they come in. The name of a client
//! stays as it is: its hidden characters are a warning of their own.

use countersign_contract::{
    ApprovalRequest, AuthorizationVersion, DomainOrganizationRole, EntityRef, MAX_NOTE,
    OAuthAuthorization, UserMe,
};

use crate::text::visible;

/// Longest name that is kept; a note may be longer.
const NAME: usize = 200;

fn clean(text: &mut String) {
    *text = visible(text, NAME).shown;
}

/// A text of several lines.
fn note(text: &mut String) {
    let capped: String = text.chars().take(MAX_NOTE).collect();
    let lines = capped.lines().map(|line| visible(line, MAX_NOTE).shown);
    *text = lines.collect::<Vec<_>>().join("\n");
}

fn person(person: Option<&mut EntityRef>) {
    if let Some(name) = person.and_then(|person| person.name.as_mut()) {
        clean(name);
    }
}

/// A role.
pub fn role(mut role: DomainOrganizationRole) -> DomainOrganizationRole {
    clean(&mut role.name);
    role.description.iter_mut().for_each(clean);
    role
}

/// The signed-in user.
pub fn me(mut me: UserMe) -> UserMe {
    clean(&mut me.name);
    if let Some(organization) = &mut me.organization {
        clean(&mut organization.name);
    }
    for role in me
        .authorization
        .iter_mut()
        .flat_map(|authorization| &mut authorization.roles)
    {
        clean(&mut role.name);
    }
    me
}

/// An authorization.
pub fn authorization(mut one: OAuthAuthorization) -> OAuthAuthorization {
    person(one.created_by.as_mut());
    person(one.modified_by.as_mut());
    one.note.iter_mut().for_each(note);
    one
}

/// A version of an authorization.
pub fn version(mut one: AuthorizationVersion) -> AuthorizationVersion {
    person(one.author.as_mut());
    one.note.iter_mut().for_each(note);
    one
}

/// An approval request.
pub fn request(mut one: ApprovalRequest) -> ApprovalRequest {
    person(Some(&mut one.user));
    person(one.handled_by.as_mut());
    note(&mut one.reason);
    one.answer.iter_mut().for_each(note);
    for role in &mut one.user_roles {
        clean(&mut role.name);
    }
    one
}
