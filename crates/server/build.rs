//! Puts the languages that `public/locales/languages.json` lists into the program, so that it runs
//! without any folder.
#![allow(
    clippy::expect_used,
    reason = "a broken list of languages has to stop the build"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The catalogues of a language that the server reads itself.
const FILES: [&str; 2] = ["server.json", "scopes.json"];

fn main() {
    let root = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let locales = Path::new(&root).join("../../public/locales");
    let list = locales.join("languages.json");
    let list = list.to_str().expect("the path is UTF-8");
    println!("cargo::rerun-if-changed={list}");
    let text = fs::read_to_string(list).expect("public/locales/languages.json is missing");
    let languages: Vec<serde_json::Value> =
        serde_json::from_str(&text).expect("languages.json is an array");
    let mut arms = String::new();
    for language in &languages {
        let tag = language["tag"].as_str().expect("a language has a tag");
        for file in FILES {
            let path = locales.join(tag).join(file);
            let path = path.to_str().expect("the path is UTF-8");
            writeln!(arms, "    ({tag:?}, {file:?}, include_str!({path:?})),").expect("writes");
        }
    }
    let generated = format!(
        "/// The list of languages that the program brings.\n\
         pub const LIST: &str = include_str!({list:?});\n\
         /// Tag, file name and text of each catalogue.\n\
         pub const CATALOGUES: &[(&str, &str, &str)] = &[\n{arms}];\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("languages.rs"), generated).expect("OUT_DIR can be written");
}
