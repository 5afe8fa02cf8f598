//! Languages: texts by key, and numbers, dates and plurals by the browser's `Intl`.
//!
//! An [`I18n`] belongs to one language. Switching the language mounts the pages anew with another
//! one; what people typed lives above them (see `Drafts` of the review).

mod ago;
#[macro_use]
mod catalogue;
mod intl;
mod locale;

use std::borrow::Cow;

use leptos::prelude::*;

pub use catalogue::{CONSENT, Catalogue, English, Key, PAGES, Part, fill, parts};
pub use locale::Locale;

use intl::Formats;

/// Texts and formats of one language.
#[derive(Clone, Copy)]
pub struct I18n {
    locale: Locale,
    catalogue: StoredValue<Catalogue, LocalStorage>,
    formats: StoredValue<Formats, LocalStorage>,
}

impl I18n {
    /// Takes the texts of `locale`.
    pub fn new(locale: Locale, catalogue: Catalogue) -> Self {
        Self {
            locale,
            catalogue: StoredValue::new_local(catalogue),
            formats: StoredValue::new_local(Formats::new(locale.tag())),
        }
    }

    /// The language.
    pub fn locale(self) -> Locale {
        self.locale
    }

    /// The text of a key, places filled. Use `t!`.
    pub fn text(self, key: Key, values: &[(&str, &str)]) -> String {
        self.catalogue
            .with_value(|catalogue| fill(catalogue.text(key), values).into_owned())
    }

    /// The text of a plural key for a number; `{{count}}` is the number. Use `t!`.
    pub fn plural(self, key: Key, count: u64, values: &[(&str, &str)]) -> String {
        let form = self
            .formats
            .with_value(|formats| formats.plural_form(count));
        let number = self.number(count);
        let mut all = vec![("count", number.as_str())];
        all.extend_from_slice(values);
        self.catalogue
            .with_value(|catalogue| fill(catalogue.plural(key, &form), &all).into_owned())
    }

    /// The text of a key cut at its places, each place made into a view by `view`.
    pub fn rich(self, key: Key, view: impl Fn(&str) -> AnyView) -> Vec<AnyView> {
        let text = self.raw(key);
        parts(&text)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => text.to_owned().into_any(),
                Part::Place(name) => view(name),
            })
            .collect()
    }

    /// The text of a key with its places as they are.
    pub fn raw(self, key: Key) -> String {
        self.catalogue
            .with_value(|catalogue| catalogue.text(key).to_owned())
    }

    /// A whole number with the language's separators.
    pub fn number(self, number: u64) -> String {
        self.formats.with_value(|formats| formats.number(number))
    }

    /// A list in words: `a, b and c`.
    pub fn list(self, items: &[String]) -> String {
        self.formats.with_value(|formats| formats.list(items))
    }

    /// The day of an ISO 8601 time: `19 Nov 2026`. What is not a time comes back as it is.
    pub fn date(self, iso: &str) -> Cow<'_, str> {
        self.formats
            .with_value(|formats| formats.date(iso))
            .map_or(Cow::Borrowed(iso), Cow::Owned)
    }

    /// Day and minute of an ISO 8601 time.
    pub fn date_time(self, iso: &str) -> Cow<'_, str> {
        self.formats
            .with_value(|formats| formats.date_time(iso))
            .map_or(Cow::Borrowed(iso), Cow::Owned)
    }

    /// How long ago an ISO 8601 time was, seen from `now` (milliseconds since 1970).
    pub fn ago(self, iso: &str, now: f64) -> String {
        self.formats
            .with_value(|formats| formats.ago(iso, now))
            .unwrap_or_else(|| iso.to_owned())
    }
}

/// The language of the surrounding pages.
pub fn use_i18n() -> I18n {
    expect_context()
}
