//! Turns the English catalogues of `public/locales` (flat i18next v4 keys), one a bundle, into tables
//! and macros, so that a key that is not in its catalogue does not compile. English is built in;
//! other languages are fetched.
#![allow(
    clippy::expect_used,
    reason = "a broken catalogue has to stop the build"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let generated = [
        tables("public/locales/en.json", "ADMIN", "catalogue_key"),
        tables("public/locales/consent.en.json", "CONSENT", "consent_key"),
    ]
    .concat();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("catalogue.rs"), generated).expect("OUT_DIR can be written");
}

/// The tables of one catalogue, and the macro that finds the place of a key in them.
fn tables(source: &str, name: &str, macro_name: &str) -> String {
    println!("cargo::rerun-if-changed={source}");
    let text = fs::read_to_string(source).expect("an English catalogue is missing");
    let catalogue: BTreeMap<String, String> =
        serde_json::from_str(&text).expect("a catalogue is a flat object of strings");

    let mut keys = String::new();
    let mut texts = String::new();
    let mut arms = String::new();
    for (index, (key, text)) in catalogue.iter().enumerate() {
        // One string each: a pointer and a length for each text would be 7 KB of the bundle.
        let end = if index + 1 < catalogue.len() {
            "\0"
        } else {
            ""
        };
        write!(keys, "{key}{end}").expect("writes to a string");
        write!(texts, "{text}{end}").expect("writes to a string");
        if let Some(base) = key.strip_suffix("_other") {
            // Plural forms stand side by side: the macro names the base, `Intl` picks the form.
            writeln!(arms, "    ({base:?}) => {{ $crate::i18n::Key({index}) }};").expect("writes");
        } else if !key.ends_with("_one") {
            writeln!(arms, "    ({key:?}) => {{ $crate::i18n::Key({index}) }};").expect("writes");
        }
    }
    format!(
        "/// Keys, sorted, and English texts in their order, with a NUL between them.\n\
         pub const {name}: English = English {{ keys: {keys:?}, texts: {texts:?} }};\n\
         /// Index of a key; a key that is not in the catalogue does not compile.\n\
         macro_rules! {macro_name} {{\n{arms}}}\n"
    )
}
