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

/// Plural forms that a language may have (CLDR, `Intl.PluralRules`).
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The English texts of one program.
#[derive(Clone, Copy, Debug)]
pub struct English {
    keys: &'static str,
    texts: &'static str,
}

impl English {
    /// Whether a key is one of its texts, in whichever plural form.
    pub fn has(self, key: &str) -> bool {
        let is_form = |known: &str| {
            let base = known.strip_suffix("_other");
            base.and_then(|base| key.strip_prefix(base)?.strip_prefix('_'))
                .is_some_and(|form| FORMS.contains(&form))
        };
        let mut all = self.keys.split('\0');
        all.any(|known| known == key || is_form(known))
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
    let is_right_to_left = text.contains(right_to_left);
    let mut filled = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Place(name) => {
                let value = values.iter().find(|(key, _)| *key == name);
                let value = value.map_or("", |(_, value)| *value);
                push_isolated(&mut filled, value, is_right_to_left);
            }
        }
    }
    Cow::Owned(filled)
}

/// A value is text from outside: its hidden characters are made visible. Where its sentence or the value itself
/// runs from right to left it is isolated (UAX 9), so that neither reorders the other.
fn push_isolated(filled: &mut String, value: &str, is_right_to_left: bool) {
    let value = &crate::text::visible(value, LONGEST).shown;
    if is_right_to_left || value.contains(right_to_left) {
        filled.push('\u{2068}');
        filled.push_str(value);
        filled.push('\u{2069}');
    } else {
        filled.push_str(value);
    }
}

/// Whether a letter is of a script that runs from right to left.
fn right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
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
    use super::*;

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
    fn a_name_in_latin_letters_cannot_reorder_a_right_to_left_sentence() {
        assert_eq!(
            fill("מאת {{a}}", &[("a", "CRM (2)")]),
            "מאת \u{2068}CRM (2)\u{2069}"
        );
    }

    #[test]
    fn every_plural_form_of_a_known_text_is_known() {
        for key in ["list.total_one", "list.total_few", "list.total_other"] {
            assert!(PAGES.has(key), "{key}");
        }
        for key in ["list.total", "list.total_none", "list.all_few", ""] {
            assert!(!PAGES.has(key), "{key}");
        }
    }
}
