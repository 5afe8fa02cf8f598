use std::collections::BTreeSet;

use countersign_contract::Risk;
use serde_json::Value;

use super::read::brought_text;
use super::*;

/// Texts of a catalogue by the path of their keys.
fn texts_of(tag: &str, file: &str) -> BTreeMap<String, String> {
    fn collect(path: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    collect(&format!("{path}/{key}"), value, texts);
                }
            }
            value => {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                texts.insert(path.to_owned(), text);
            }
        }
    }
    let text = brought_text(tag, file).unwrap_or_else(|| panic!("there is no {tag}/{file}"));
    let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{tag}/{file}: {error}"));
    let mut texts = BTreeMap::new();
    collect("", &value, &mut texts);
    texts
}

/// The names in double braces.
fn places(text: &str) -> BTreeSet<&str> {
    let starts = text.split("{{").skip(1);
    starts
        .map(|rest| rest.split_once("}}").map_or("", |(name, _)| name))
        .collect()
}

/// What is wrong with a language's texts beside the English ones.
fn faults(own: &BTreeMap<String, String>, english: &BTreeMap<String, String>) -> Vec<String> {
    let missing = english.keys().filter(|key| !own.contains_key(*key));
    let missing = missing.map(|key| format!("{key} is missing"));
    let wrong = own.iter().filter_map(|(key, text)| match english.get(key) {
        None => Some(format!("{key} is no key of the English catalogue")),
        Some(_) if text.trim().is_empty() => Some(format!("{key} is empty")),
        Some(english) if places(text) != places(english) => {
            Some(format!("{key} needs the places {:?}", places(english)))
        }
        Some(_) => None,
    });
    missing.chain(wrong).collect()
}

#[test]
fn every_language_has_the_texts_and_places_of_the_english_one_and_no_others() {
    let languages = Languages::embedded().unwrap();
    let mut found = Vec::new();
    for file in ["server.json", "scopes.json"] {
        let english = texts_of(ENGLISH, file);
        for language in languages.all() {
            let faults = faults(&texts_of(&language.tag, file), &english);
            found.extend(
                faults
                    .iter()
                    .map(|fault| format!("{}/{file}: {fault}", language.tag)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_faulty_catalogue_is_found_by_its_key() {
    let texts = |texts: &[(&str, &str)]| -> BTreeMap<String, String> {
        let owned = texts
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        owned.collect()
    };
    let english = texts(&[("/a", "A"), ("/b", "{{n}} min"), ("/c", "C"), ("/d", "D")]);
    let own = texts(&[("/a", " "), ("/b", "{{m}} min"), ("/c", "C"), ("/e", "E")]);
    assert_eq!(
        faults(&own, &english),
        [
            "/d is missing",
            "/a is empty",
            "/b needs the places {\"n\"}",
            "/e is no key of the English catalogue",
        ]
    );
}

#[test]
fn the_english_words_of_scopes_are_those_of_the_catalogue() {
    let english = Languages::embedded().unwrap().english().clone();
    for scope in english.scopes.values() {
        let texts = [&scope.title, &scope.description, &scope.group];
        assert!(texts.iter().all(|text| text.is_some()), "{scope:?}");
        let has_reason = scope.risk_reason.is_some();
        assert_eq!(has_reason, scope.risk != Some(Risk::Low), "{scope:?}");
    }
    let texts = texts_of(ENGLISH, "scopes.json");
    let groups: BTreeSet<_> = catalogue()
        .iter()
        .map(|scope| scope.group.as_str())
        .collect();
    for key in texts.keys() {
        let (kind, rest) = key[1..].split_once('/').unwrap();
        let known = match kind {
            "groups" => groups.contains(rest),
            _ => rest
                .rsplit_once('/')
                .is_some_and(|(id, _)| english.scopes.contains_key(id)),
        };
        assert!(known, "{key}");
    }
}
