//! A consent request as the screen shows it, and the digest of what counts of it.

use countersign_contract::places::{APPLICATIONS, ASKED};
use countersign_contract::{
    ConsentRequest, ConsentScope, ConsentUser, OAuthScope, Risk, RoleRef, scope_rules,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::face;
use crate::clock::iso;
use crate::http::next::login_for;
use crate::languages::Language;
use crate::problem::Answer;
use crate::randomness::digest;
use crate::rules::question::{Ask, Facts, Question};
use crate::rules::redirect;
use crate::store::{Consent, Identity, Store};

/// What is shown to whom, and in which words.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The request.
    pub consent: &'a Consent,
    /// Who decides.
    pub identity: &'a Identity,
    /// The language of the screen.
    pub language: &'a Language,
    /// The language that the digest covers.
    pub english: &'a Language,
}

/// The whole answer.
///
/// # Errors
/// The store failed.
pub async fn view(store: &Store, shown: Shown<'_>, now: i64) -> Answer<ConsentRequest> {
    let Shown {
        consent, identity, ..
    } = shown;
    let facts = &consent.facts;
    let question = facts.question();
    let client = face(facts.authorization.client.clone());
    let asks = facts.ask();
    let names = store.role_documents().await?;
    let roles = facts.authorization.roles.iter().map(|id| {
        let known = names.iter().find(|role| role.id == *id);
        RoleRef {
            id: id.clone(),
            name: known.map_or_else(|| id.clone(), |role| role.name.clone()),
        }
    });
    let blocked = match &question {
        Question::Blocked(blocked) => Some(blocked.clone()),
        _ => None,
    };
    let asked = facts.asked.join(" ");
    Ok(ConsentRequest {
        id: consent.id.clone(),
        expires_at: iso(consent.expires_at),
        expires_in: u32::try_from(consent.expires_at - now).unwrap_or_default(),
        state: consent.state.clone(),
        decided_at: consent.decided_at.map(iso),
        user: ConsentUser {
            id: identity.user.id.clone(),
            name: identity.user.name.clone(),
            email: Some(identity.user.email.clone()),
            roles: identity.roles.clone(),
        },
        organization: store.organization().await?,
        redirect: redirect::shown(&consent.request.redirect_uri),
        audience: asks.as_ref().map(|ask| ask.audience.clone()),
        reason: asks.as_ref().map(|ask| ask.reason.clone()),
        previous_date: asks.as_ref().and_then(|ask| ask.previous.clone()),
        scopes: scopes(facts, asks.as_ref(), shown.language),
        roles: roles.collect(),
        can_decide: blocked.is_none(),
        blocked_reason: facts.block.clone(),
        blocked,
        request: store.request_of(&client.id, &identity.user.id).await?,
        approvers: store.approvers().await?,
        restart_uri: Some(consent.request.restart.clone()),
        switch_uri: Some(login_for(&consent.request.restart)),
        review_uri: Some(format!(
            "{APPLICATIONS}/{}?{ASKED}={}",
            client.id,
            utf8_percent_encode(&asked, NON_ALPHANUMERIC)
        )),
        digest: digest_of(consent, identity, shown.english)?,
        client,
    })
}

/// New ones first, then required ones, each in the order of the client. To somebody who can't
/// decide everything is shown that is asked for.
fn scopes(facts: &Facts, ask: Option<&Ask>, language: &Language) -> Vec<ConsentScope> {
    let shown = ask.map_or(&facts.asked, |ask| &ask.scopes);
    let known = &language.scopes;
    let scope = |id: &String| {
        let texts: Option<OAuthScope> = known.get(id).cloned();
        let is_known = texts.is_some();
        let texts = texts.unwrap_or_default();
        ConsentScope {
            id: id.clone(),
            title: texts.title,
            description: texts.description,
            group: texts.group,
            access: texts.access,
            risk: scope_rules::risk_of(id, known).or(Some(Risk::High)),
            risk_reason: texts.risk_reason,
            requirement: Some(facts.requirement(id)),
            known: is_known,
            new: ask.is_some_and(|ask| ask.new.contains(id)),
            selected: ask.is_some_and(|ask| facts.starts_ticked(id, ask)),
        }
    };
    let mut scopes: Vec<_> = shown.iter().map(scope).collect();
    scopes.sort_by_key(|scope| (!scope.new, scope.requirement.clone()));
    scopes
}

/// Digest of everything that a decision stands on: client, scopes and their texts, redirect,
/// user, what is stored. The texts are the English ones, because the screen and the decision may not
/// share a language.
///
/// # Errors
/// It can't be written as JSON.
pub fn digest_of(consent: &Consent, identity: &Identity, english: &Language) -> Answer<String> {
    let facts = &consent.facts;
    let ask = facts.ask();
    let authorization = &facts.authorization;
    let grant = facts
        .grant
        .as_ref()
        .map(|grant| json!([grant.modified_at, grant.withdrawn_at, grant.scope]));
    let stands_on = json!([
        consent.id,
        identity.user.id,
        authorization.client,
        authorization.version,
        authorization.roles,
        facts.optional,
        facts.block,
        grant,
        consent.request.redirect_uri,
        scopes(facts, ask.as_ref(), english),
        ask.map(|ask| (ask.audience, ask.reason, ask.previous)),
        facts.roles,
    ]);
    Ok(digest(&serde_json::to_string(&stands_on)?))
}
