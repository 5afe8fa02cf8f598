//! Turns `public/locales/en.json` (flat i18next v4 keys) into a table and a macro, so that a key
//! that is not in the catalogue does not compile. English is built in; other languages are
//! fetched.
#![allow(
    clippy::expect_used,
    reason = "a broken catalogue has to stop the build"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let source = "public/locales/en.json";
    println!("cargo::rerun-if-changed={source}");
    let text = fs::read_to_string(source).expect("the English catalogue is missing");
    let catalogue: BTreeMap<String, String> =
        serde_json::from_str(&text).expect("en.json is a flat object of strings");

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
    let generated = format!(
        "/// Keys of the catalogue, sorted, with a NUL between them.\nconst KEYS: &str = {keys:?};\n\
         /// English texts, in the order of the keys.\nconst ENGLISH: &str = {texts:?};\n\
         /// Index of a key; a key that is not in the catalogue does not compile.\n\
         macro_rules! catalogue_key {{\n{arms}}}\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("catalogue.rs"), generated).expect("OUT_DIR can be written");
}
