//! Turns the English catalogues of `public/locales/en` (flat i18next v4 keys) into tables and macros,
//! so that a key that is not in its catalogue does not compile. English is built in; other languages
//! are fetched.
#![allow(
    clippy::expect_used,
    reason = "a broken catalogue has to stop the build"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// Catalogue, name of its table, name of the macro that finds its keys.
const CATALOGUES: [(&str, &str, &str); 2] = [
    ("pages", "PAGES", "catalogue_key"),
    ("consent", "CONSENT", "consent_key"),
];

fn main() {
    let mut generated = String::new();
    for (name, table, key_macro) in CATALOGUES {
        let catalogue = catalogue(&format!("public/locales/en/{name}.json"));
        generated += &texts(&catalogue, table);
        generated += &keys(&catalogue, key_macro);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("catalogue.rs"), generated).expect("OUT_DIR can be written");
}

/// Flat i18next keys and their texts.
type Catalogue = BTreeMap<String, String>;

fn catalogue(source: &str) -> Catalogue {
    println!("cargo::rerun-if-changed={source}");
    let text = fs::read_to_string(source).expect("an English catalogue is missing");
    serde_json::from_str(&text).expect("a catalogue is a flat object of strings")
}

/// One string for all keys and one for all texts: a pointer and a length for each would be 7 KB.
fn texts(catalogue: &Catalogue, name: &str) -> String {
    let keys: Vec<_> = catalogue.keys().map(String::as_str).collect();
    let texts: Vec<_> = catalogue.values().map(String::as_str).collect();
    format!(
        "/// Keys, and English texts in their order, with a NUL between them.\n\
         pub const {name}: English = English {{ keys: {:?}, texts: {:?} }};\n",
        keys.join("\0"),
        texts.join("\0"),
    )
}

/// The macro that finds the place of a key.
fn keys(catalogue: &Catalogue, name: &str) -> String {
    let mut arms = String::new();
    for (index, key) in catalogue.keys().enumerate() {
        if let Some(base) = key.strip_suffix("_other") {
            // The macro names the base of a plural; `Intl.PluralRules` picks the form.
            writeln!(arms, "    ({base:?}) => {{ $crate::i18n::Key({index}) }};").expect("writes");
        } else if !key.ends_with("_one") {
            writeln!(arms, "    ({key:?}) => {{ $crate::i18n::Key({index}) }};").expect("writes");
        }
    }
    format!(
        "/// Index of a key; a key that is not in the catalogue does not compile.\n\
         macro_rules! {name} {{\n{arms}}}\n"
    )
}
