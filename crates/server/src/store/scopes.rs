//! The catalogue of scopes. It comes with the program and is the same for everybody.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use countersign_contract::{API_BASE, Access, OAuthScope, Risk, scope_rules};
use serde::Deserialize;
use sqlx::Row as _;

use super::Store;
use crate::randomness::digest;

const CATALOGUE: &str = include_str!("../../demo/scopes.json");

/// Languages that the catalogue has texts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

/// A scope with its texts in every language.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeTexts {
    id: String,
    group: String,
    group_fr: String,
    title: String,
    title_fr: String,
    description: String,
    description_fr: String,
    access: String,
    risk: String,
    risk_reason: Option<String>,
    risk_reason_fr: Option<String>,
}

impl ScopeTexts {
    fn in_language(&self, lang: Lang) -> OAuthScope {
        let (group, title, description, risk_reason) = match lang {
            Lang::En => (
                &self.group,
                &self.title,
                &self.description,
                &self.risk_reason,
            ),
            Lang::Fr => (
                &self.group_fr,
                &self.title_fr,
                &self.description_fr,
                &self.risk_reason_fr,
            ),
        };
        OAuthScope {
            id: self.id.clone(),
            description: Some(description.clone()),
            title: Some(title.clone()),
            group: Some(group.clone()),
            access: Some(Access::from_wire(&self.access)),
            risk: Some(Risk::from_wire(&self.risk)),
            risk_reason: risk_reason.clone(),
            requirement: None,
            self_uri: Some(format!("{API_BASE}/oauth/scopes/{}", self.id)),
        }
    }
}

/// The catalogue as it comes with the program. A test reads it, so it is never empty.
pub fn catalogue() -> &'static [ScopeTexts] {
    static PARSED: LazyLock<Vec<ScopeTexts>> =
        LazyLock::new(|| serde_json::from_str(CATALOGUE).unwrap_or_default());
    &PARSED
}

/// All scopes in a language, by id.
pub fn localized(lang: Lang) -> &'static BTreeMap<String, OAuthScope> {
    static ENGLISH: LazyLock<BTreeMap<String, OAuthScope>> = LazyLock::new(|| read(Lang::En));
    static FRENCH: LazyLock<BTreeMap<String, OAuthScope>> = LazyLock::new(|| read(Lang::Fr));
    match lang {
        Lang::En => &ENGLISH,
        Lang::Fr => &FRENCH,
    }
}

/// Ids of all scopes.
pub fn catalogue_ids() -> Vec<&'static str> {
    catalogue().iter().map(|scope| scope.id.as_str()).collect()
}

/// What the rules over scopes need: the catalogue in any language.
pub fn risks() -> &'static BTreeMap<String, OAuthScope> {
    localized(Lang::En)
}

/// Highest risk among scope ids as a number that sorts: 0 none, 1 low, 2 medium, 3 high.
pub(super) fn risk_rank(ids: &[String]) -> i64 {
    match scope_rules::highest_risk(ids, risks()) {
        None => 0,
        Some(Risk::Low) => 1,
        Some(Risk::Medium) => 2,
        Some(_) => 3,
    }
}

fn read(lang: Lang) -> BTreeMap<String, OAuthScope> {
    let scopes = catalogue().iter();
    scopes
        .map(|scope| (scope.id.clone(), scope.in_language(lang)))
        .collect()
}

impl Store {
    /// Computes the stored risks again where the program came with another catalogue.
    pub(super) async fn refresh_risks(&self) -> Result<(), sqlx::Error> {
        const FACT: &str = "scope catalogue";
        let current = digest(CATALOGUE);
        let mut transaction = self.database.write().await?;
        let stored = sqlx::query("SELECT value FROM fact WHERE name = $1")
            .bind(FACT)
            .fetch_optional(&mut *transaction)
            .await?;
        if stored.is_some_and(|row| row.get::<String, _>(0) == current) {
            return Ok(());
        }
        let rows = sqlx::query(
            "SELECT client_id, document -> 'scope', max_risk FROM client_authorization",
        )
        .fetch_all(&mut *transaction)
        .await?;
        for row in rows {
            let scope: Vec<String> = serde_json::from_str(row.get(1)).unwrap_or_default();
            if risk_rank(&scope) != row.get::<i64, _>(2) {
                sqlx::query("UPDATE client_authorization SET max_risk = $1 WHERE client_id = $2")
                    .bind(risk_rank(&scope))
                    .bind(row.get::<String, _>(0))
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        sqlx::query("INSERT OR REPLACE INTO fact (name, value) VALUES ($1, $2)")
            .bind(FACT)
            .bind(current)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_complete_in_both_languages() {
        assert_eq!(catalogue().len(), 134);
        for lang in [Lang::En, Lang::Fr] {
            for scope in localized(lang).values() {
                let texts = [&scope.title, &scope.description, &scope.group];
                assert!(
                    texts
                        .iter()
                        .all(|text| text.as_ref().is_some_and(|text| !text.is_empty())),
                    "{scope:?}"
                );
                assert!(
                    scope.risk == Some(Risk::Low) || scope.risk_reason.is_some(),
                    "{scope:?}"
                );
            }
        }
    }

    #[test]
    fn an_unknown_scope_ranks_as_high() {
        assert_eq!(risk_rank(&[]), 0);
        assert_eq!(risk_rank(&["user-basic-info".to_owned()]), 1);
        assert_eq!(risk_rank(&["displays:cast".to_owned()]), 3);
    }
}
