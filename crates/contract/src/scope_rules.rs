//! Rules over scope ids. Pure, so that the server decides and the component explains the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::order::set_of;
use crate::{OAuthScope, Risk};

/// Suffix of the version of a scope that only reads.
pub const READ_ONLY_SUFFIX: &str = ":readonly";

/// Longest scope id that is accepted.
pub const MAX_SCOPE_ID: usize = 128;

/// Whether `id` has the characters of a scope token (RFC 6749 section 3.3) and a sane length.
pub fn is_valid_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_SCOPE_ID
        && id
            .bytes()
            .all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

/// Whether the granted scope opens what needs `wanted`: the same one, or the full version of a
/// read-only one.
///
/// ```
/// use countersign_contract::scope_rules::covers;
///
/// assert!(covers("oauth", "oauth:readonly"));
/// assert!(!covers("oauth:readonly", "oauth"));
/// ```
pub fn covers(granted: &str, wanted: &str) -> bool {
    granted == wanted || wanted.strip_suffix(READ_ONLY_SUFFIX) == Some(granted)
}

/// Whether any granted scope opens what needs any of `wanted`. An empty grant opens nothing.
pub fn any_covers<S: AsRef<str>>(granted: &[S], wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| {
        granted
            .iter()
            .any(|granted| covers(granted.as_ref(), wanted))
    })
}

/// Splits a scope parameter (RFC 6749 section 3.3) into ids, without repeats, in order.
pub fn split(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    text.split_ascii_whitespace()
        .filter(|id| seen.insert(*id))
        .map(str::to_owned)
        .collect()
}

/// The asked scopes with each full one replaced by its read-only version where `known` has it.
pub fn read_only_versions(
    asked: &[String],
    known: &BTreeMap<String, OAuthScope>,
) -> BTreeSet<String> {
    set_of(asked.iter().map(|id| {
        let read_only = format!("{id}{READ_ONLY_SUFFIX}");
        if known.contains_key(&read_only) {
            read_only
        } else {
            id.clone()
        }
    }))
}

/// Risk of a scope id: an unknown scope, or one of an unknown risk, counts as high; a known scope
/// about which the backend says nothing (no feature `details`) has none.
pub fn risk_of(id: &str, known: &BTreeMap<String, OAuthScope>) -> Option<Risk> {
    match known.get(id) {
        None => Some(Risk::High),
        Some(scope) => scope.risk.clone().map(|risk| match risk {
            Risk::Other(_) => Risk::High,
            risk => risk,
        }),
    }
}

/// The highest risk among the ids; `None` for no scope or none with a risk.
pub fn highest_risk<'a>(
    ids: impl IntoIterator<Item = &'a String>,
    known: &BTreeMap<String, OAuthScope>,
) -> Option<Risk> {
    ids.into_iter().filter_map(|id| risk_of(id, known)).max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(scopes: &[(&str, Option<Risk>)]) -> BTreeMap<String, OAuthScope> {
        let scope = |id: &str, risk: &Option<Risk>| OAuthScope {
            id: id.to_owned(),
            risk: risk.clone(),
            ..OAuthScope::default()
        };
        scopes
            .iter()
            .map(|(id, risk)| ((*id).to_owned(), scope(id, risk)))
            .collect()
    }

    proptest! {
        #[test]
        fn nothing_granted_opens_nothing(wanted in "[a-z:]{1,20}") {
            prop_assert!(!any_covers::<&str>(&[], &[&wanted]));
            prop_assert!(!any_covers(&[""], &[&wanted]));
        }

        #[test]
        fn a_read_only_scope_never_opens_the_full_one(id in "[a-z-]{1,20}") {
            let read_only = format!("{id}:readonly");
            prop_assert!(covers(&id, &read_only));
            prop_assert!(!covers(&read_only, &id));
        }

        #[test]
        fn split_ids_are_unique_and_survive_a_round_trip(text in "[a-c :]{0,40}") {
            let ids = split(&text);
            prop_assert_eq!(split(&ids.join(" ")), ids.clone());
            prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        }

        #[test]
        fn control_characters_are_never_valid(id in "[a-z]{0,5}[\\x00-\\x20\\x7f\"\\\\][a-z]{0,5}") {
            prop_assert!(!is_valid_id(&id));
        }
    }

    #[test]
    fn an_unknown_scope_counts_as_high_and_silence_as_nothing() {
        let known = known(&[
            ("a", Some(Risk::Low)),
            ("b", None),
            ("c", Some(Risk::from_wire("fatal"))),
        ]);
        assert_eq!(risk_of("a", &known), Some(Risk::Low));
        assert_eq!(risk_of("b", &known), None);
        assert_eq!(risk_of("c", &known), Some(Risk::High));
        assert_eq!(risk_of("x", &known), Some(Risk::High));
        assert_eq!(
            highest_risk(&["a".to_owned(), "b".to_owned()], &known),
            Some(Risk::Low)
        );
    }

    #[test]
    fn read_only_versions_are_taken_where_they_exist() {
        let known = known(&[
            ("routing", None),
            ("routing:readonly", None),
            ("scim", None),
        ]);
        let asked = [
            "routing".to_owned(),
            "scim".to_owned(),
            "x:readonly".to_owned(),
        ];
        let picked = read_only_versions(&asked, &known);
        let picked: Vec<_> = picked.iter().map(String::as_str).collect();
        assert_eq!(picked, ["routing:readonly", "scim", "x:readonly"]);
    }
}
