//! The catalogue of scopes: what each gives access to and how dangerous it is. It comes with the
//! program. Its words are in the catalogues of the languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use countersign_contract::{API_BASE, Access, OAuthScope, Risk, scope_rules};
use serde::Deserialize;

use crate::randomness::digest;

const CATALOGUE: &str = include_str!("../demo/scopes.json");

/// A scope, which has no words of its own.
#[derive(Clone, Debug, Deserialize)]
pub struct CatalogueScope {
    /// Id, for example `users:readonly`.
    pub id: String,
    /// Key of the group's name.
    pub group: String,
    access: String,
    risk: String,
}

impl CatalogueScope {
    /// The scope without title, description, group and reason.
    pub fn without_words(&self) -> OAuthScope {
        OAuthScope {
            id: self.id.clone(),
            access: Some(Access::from_wire(&self.access)),
            risk: Some(Risk::from_wire(&self.risk)),
            self_uri: Some(format!("{API_BASE}/oauth/scopes/{}", self.id)),
            ..OAuthScope::default()
        }
    }
}

/// All scopes, in the order of the file. A test reads them, so there always are some.
pub fn catalogue() -> &'static [CatalogueScope] {
    static PARSED: LazyLock<Vec<CatalogueScope>> =
        LazyLock::new(|| serde_json::from_str(CATALOGUE).unwrap_or_default());
    &PARSED
}

/// Ids of all scopes, in the order of the file.
pub fn catalogue_ids() -> Vec<&'static str> {
    catalogue().iter().map(|scope| scope.id.as_str()).collect()
}

/// What the rules over scopes need, by id: scopes without words.
pub fn risks() -> &'static BTreeMap<String, OAuthScope> {
    static BY_ID: LazyLock<BTreeMap<String, OAuthScope>> = LazyLock::new(|| {
        let scopes = catalogue().iter();
        scopes
            .map(|scope| (scope.id.clone(), scope.without_words()))
            .collect()
    });
    &BY_ID
}

/// Highest risk among scope ids as a number that sorts: 0 none, 1 low, 2 medium, 3 high.
pub fn risk_rank(ids: &[String]) -> i64 {
    match scope_rules::highest_risk(ids, risks()) {
        None => 0,
        Some(Risk::Low) => 1,
        Some(Risk::Medium) => 2,
        Some(_) => 3,
    }
}

/// SHA-256 of the catalogue: another one means that risks may be other ones. Words don't count.
pub fn fingerprint() -> String {
    digest(CATALOGUE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_an_access_and_a_risk_that_are_known() {
        assert_eq!(catalogue().len(), 134);
        assert_eq!(risks().len(), 134);
        for scope in risks().values() {
            let access = scope.access.as_ref().unwrap();
            assert!(Access::KNOWN.contains(access), "{scope:?}");
            let risk = scope.risk.as_ref().unwrap();
            assert!(Risk::KNOWN.contains(risk), "{scope:?}");
        }
    }

    #[test]
    fn an_unknown_scope_ranks_as_high() {
        assert_eq!(risk_rank(&[]), 0);
        assert_eq!(risk_rank(&["user-basic-info".to_owned()]), 1);
        assert_eq!(risk_rank(&["displays:cast".to_owned()]), 3);
    }
}
