//! Texts of one language by key.

use std::borrow::Cow;
use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The text of a key of whichever catalogue; see `t!`.
macro_rules! text_of {
    ($i18n:expr, $key:expr $(,)?) => { $i18n.text($key, &[]) };
    ($i18n:expr, $key:expr, count = $count:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.plural($key, u64::from($count), &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),*])
    };
    ($i18n:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $i18n.text($key, &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),+])
    };
}

/// A text of the catalogue: `t!(i18n, "list.all")`, `t!(i18n, "list.total", count = 3u32)` for a
/// plural, `t!(i18n, "review.form", name = name)` for places. The consent screen has a `t!` of its
/// own over its own catalogue.
macro_rules! t {
    ($i18n:expr, $key:tt $($rest:tt)*) => { text_of!($i18n, catalogue_key!($key) $($rest)*) };
}

/// The English texts of one bundle.
#[derive(Clone, Copy, Debug)]
pub struct English {
    keys: &'static str,
    texts: &'static str,
}

impl English {
    /// Whether a key is one of its texts, in whichever plural form.
    pub fn has(self, key: &str) -> bool {
        let key = key.replace("_many", "_other");
        self.keys.split('\0').any(|known| known == key)
    }
}

/// A text of the catalogue; made by `t!`, which checks it at compile time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub usize);

/// The texts of one language. What a language lacks is English.
#[derive(Debug)]
pub struct Catalogue {
    texts: BTreeMap<String, String>,
    keys: Vec<&'static str>,
    english: Vec<&'static str>,
}

fn pieces(of: &'static str) -> Vec<&'static str> {
    of.split('\0').collect()
}

impl Catalogue {
    /// The texts of a flat i18next catalogue; none for English, which is built in.
    pub fn new(english: English, texts: BTreeMap<String, String>) -> Self {
        Self {
            texts,
            keys: pieces(english.keys),
            english: pieces(english.texts),
        }
    }

    /// The text of a key.
    pub fn text(&self, key: Key) -> &str {
        self.named(self.keys[key.0]).unwrap_or(self.english[key.0])
    }

    /// The text of a plural key in the form that `Intl.PluralRules` named (`one`, `many`, …).
    /// `key` is the form `other`.
    pub fn plural(&self, key: Key, form: &str) -> &str {
        let base = self.keys[key.0].trim_end_matches("_other");
        let wanted = format!("{base}_{form}");
        if let Some(text) = self.named(&wanted).or_else(|| self.named(self.keys[key.0])) {
            return text;
        }
        // English has two forms, side by side.
        let before = key.0.saturating_sub(1);
        let is_before = self.keys[before] == wanted;
        self.english[if is_before { before } else { key.0 }]
    }

    fn named(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

/// Puts values into the places `{{name}}` of a text.
pub fn fill<'a>(text: &'a str, values: &[(&str, &str)]) -> Cow<'a, str> {
    if values.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut filled = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Place(name) => {
                let value = values.iter().find(|(key, _)| *key == name);
                push_isolated(&mut filled, value.map_or("", |(_, value)| *value));
            }
        }
    }
    Cow::Owned(filled)
}

/// A value is text from outside: what nobody sees in it is shown, and one with letters that run
/// right to left is isolated (UAX 9), so that it cannot reorder the sentence around it.
fn push_isolated(filled: &mut String, value: &str) {
    let value = &crate::text::visible(value, LONGEST).shown;
    let right_to_left = |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if value.contains(right_to_left) {
        filled.push('\u{2068}');
        filled.push_str(value);
        filled.push('\u{2069}');
    } else {
        filled.push_str(value);
    }
}

/// Longest value that a sentence takes.
const LONGEST: usize = 600;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// The place of a value, by name.
    Place(&'a str),
}

/// Splits a text at its places `{{name}}`.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Place(name));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The catalogues of each bundle: English and French.
    fn bundles() -> [(English, BTreeMap<String, String>); 2] {
        let french = |text| serde_json::from_str(text).unwrap();
        [
            // Those of the admin bundle are in it.
            (
                PORTAL,
                french(include_str!("../../public/locales/fr/pages.json")),
            ),
            (
                CONSENT,
                french(include_str!("../../public/locales/fr/consent.json")),
            ),
        ]
    }

    #[test]
    fn places_are_filled_and_unknown_ones_vanish() {
        assert_eq!(
            fill("{{a}} and {{b}}.", &[("a", "x"), ("b", "{{a}}")]),
            "x and {{a}}."
        );
        assert_eq!(fill("{{a}}{{z}}", &[("a", "1")]), "1");
        assert_eq!(fill("a {{ b", &[("b", "1")]), "a {{ b");
    }

    #[test]
    fn a_right_to_left_name_cannot_reorder_its_sentence() {
        assert_eq!(fill("{{a}}!", &[("a", "שלום")]), "\u{2068}שלום\u{2069}!");
    }

    #[test]
    fn french_has_every_key_and_no_other() {
        for (english, french) in bundles() {
            let english: BTreeSet<_> = pieces(english.keys)
                .into_iter()
                .map(str::to_owned)
                .collect();
            let french: BTreeSet<_> = french
                .into_keys()
                .filter(|key| !key.ends_with("_many"))
                .collect();
            let missing: Vec<_> = english.difference(&french).collect();
            let extra: Vec<_> = french.difference(&english).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "missing {missing:?}, extra {extra:?}"
            );
        }
    }

    #[test]
    fn every_language_has_the_same_places() {
        let places = |text: &str| -> BTreeSet<String> {
            let place = |part: Part<'_>| match part {
                Part::Place(name) => Some(name.to_owned()),
                Part::Text(_) => None,
            };
            parts(text).into_iter().filter_map(place).collect()
        };
        for (source, french) in bundles() {
            for (key, text) in french {
                let english = pieces(source.keys)
                    .iter()
                    .position(|english| *english == key.replace("_many", "_other"))
                    .unwrap();
                // A form for exactly one thing may leave the number out.
                let mut wanted = places(pieces(source.texts)[english]);
                let mut found = places(&text);
                if key.ends_with("_one") {
                    wanted.remove("count");
                    found.remove("count");
                }
                assert_eq!(found, wanted, "{key}");
            }
        }
    }

    #[test]
    fn french_typography_is_french() {
        for (key, text) in bundles().into_iter().flat_map(|(_, french)| french) {
            assert!(!text.contains('\''), "{key} has a straight apostrophe");
            for sign in [':', ';', '?', '!'] {
                for (at, _) in text.match_indices(sign) {
                    let url = text[at..].starts_with("://");
                    assert!(
                        url || text[..at].ends_with('\u{202f}'),
                        "{key}: no narrow no-break space before {sign}"
                    );
                }
            }
        }
    }
}
