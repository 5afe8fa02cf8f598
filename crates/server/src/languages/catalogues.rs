//! The words of a language as its files have them.

use std::collections::BTreeMap;

use countersign_contract::OAuthScope;
use serde::Deserialize;
use serde_json::Value;

use super::text::Texts;
use crate::catalogue::CatalogueScope;

/// Texts by key.
pub type Words = BTreeMap<String, String>;

/// The catalogues of a language that the server reads.
#[derive(Clone, Debug, Default)]
pub struct Catalogues {
    /// `server.json`
    pub server: Words,
    /// `scopes.json`
    pub scopes: ScopeWords,
}

/// What `scopes.json` is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ScopeWords {
    /// Names of groups, by the keys that the catalogue of scopes has.
    pub groups: Words,
    /// By id of the scope.
    pub scopes: BTreeMap<String, WordsOfScope>,
}

/// The words of a scope.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct WordsOfScope {
    pub title: Option<String>,
    pub description: Option<String>,
    /// Why its risk is not low.
    pub risk_reason: Option<String>,
}

impl Catalogues {
    /// Takes what is missing or empty here from `other`.
    pub fn fill(&mut self, other: &Self) {
        fill(&mut self.server, &other.server);
        fill(&mut self.scopes.groups, &other.scopes.groups);
        for (id, others) in &other.scopes.scopes {
            let own = self.scopes.scopes.entry(id.clone()).or_default();
            for (own, other) in [
                (&mut own.title, &others.title),
                (&mut own.description, &others.description),
                (&mut own.risk_reason, &others.risk_reason),
            ] {
                if own.as_ref().is_none_or(String::is_empty) {
                    own.clone_from(other);
                }
            }
        }
    }

    /// Words of the server's own pages.
    ///
    /// # Errors
    /// A sentence that names a text that is missing.
    pub fn texts(&self) -> Result<Texts, String> {
        let all = self.server.iter();
        let all = all.map(|(key, text)| (key.clone(), Value::String(text.clone())));
        serde_json::from_value(Value::Object(all.collect()))
            .map_err(|error| format!("The English server.json lacks a text: {error}. Add it."))
    }

    /// A scope with its words.
    pub fn scope(&self, scope: &CatalogueScope) -> OAuthScope {
        let words = self.scopes.scopes.get(&scope.id);
        let words = words.cloned().unwrap_or_default();
        OAuthScope {
            title: words.title,
            description: words.description,
            group: self.scopes.groups.get(&scope.group).cloned(),
            risk_reason: words.risk_reason,
            ..scope.without_words()
        }
    }
}

fn fill(own: &mut Words, other: &Words) {
    for (key, text) in other {
        let own = own.entry(key.clone()).or_default();
        if own.is_empty() {
            own.clone_from(text);
        }
    }
}
