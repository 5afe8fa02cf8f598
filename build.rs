//! Turns the English catalogues of `public/locales` (flat i18next v4 keys) into tables and macros, so
//! that a key that is not in its catalogue does not compile. English is built in; other languages
//! are fetched.
#![allow(
    clippy::expect_used,
    reason = "a broken catalogue has to stop the build"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// What the keys begin with that only pages of the portal's bundle name.
const PORTAL: [&str; 5] = ["apps.", "clients.", "grants.", "later.", "requests."];

fn main() {
    // The bundle of the portal has the texts of the admin bundle, which are those of all components,
    // and after them its own.
    let (portal, admin) = catalogue("public/locales/en/pages.json")
        .into_iter()
        .partition(|(key, _)| PORTAL.iter().any(|page| key.starts_with(page)));
    let consent = catalogue("public/locales/en/consent.json");
    let generated = [
        tables(&admin, &BTreeMap::new(), "ADMIN"),
        tables(&admin, &portal, "PORTAL"),
        keys(&admin, &portal, "catalogue_key"),
        tables(&consent, &BTreeMap::new(), "CONSENT"),
        keys(&consent, &BTreeMap::new(), "consent_key"),
    ]
    .concat();
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

/// The tables of a bundle. One string each: a pointer and a length for each text would be 7 KB.
fn tables(first: &Catalogue, then: &Catalogue, name: &str) -> String {
    let all = || first.iter().chain(then);
    let keys = all().map(|(key, _)| key.as_str()).collect::<Vec<_>>();
    let texts = all().map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    format!(
        "/// Keys, and English texts in their order, with a NUL between them.\n\
         pub const {name}: English = English {{ keys: {:?}, texts: {:?} }};\n",
        keys.join("\0"),
        texts.join("\0"),
    )
}

/// The macro that finds the place of a key.
fn keys(first: &Catalogue, then: &Catalogue, name: &str) -> String {
    let mut arms = String::new();
    for (index, key) in first.keys().chain(then.keys()).enumerate() {
        if let Some(base) = key.strip_suffix("_other") {
            // Plural forms stand side by side: the macro names the base, `Intl` picks the form.
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
