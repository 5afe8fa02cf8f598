//! The style sheets have nothing that no element can match.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders where elements are made; the documents beside them are at the root.
const SOURCES: [&str; 4] = ["src", "public", "packages/countersign/src", "examples"];

fn files(path: &Path, ends: &[&str]) -> Vec<PathBuf> {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
        // Code of others, and what is built of it.
        let own = entries
            .filter(|entry| entry.file_name() != "node_modules" && entry.file_name() != "dist");
        return own.flat_map(|entry| files(&entry.path(), ends)).collect();
    }
    let is_one = path
        .extension()
        .is_some_and(|end| ends.iter().any(|one| *one == end));
    is_one.then(|| path.to_owned()).into_iter().collect()
}

/// Letters, digits, `-` and `_`: what a class is made of.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)))
}

/// Leaves out what stands between `start` and `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push(' ');
        kept.push_str(part.split_once(end).map_or("", |(_, after)| after));
    }
    kept
}

/// The classes that a style sheet names. Files that it imports and texts stand in quotes.
fn classes(style: &str) -> BTreeSet<String> {
    let style = without(style, "/*", "*/");
    let outside: String = style.split('"').step_by(2).collect();
    let after_dots = outside.split('.').skip(1);
    let names = after_dots.filter_map(|after| words(after).next());
    names
        .filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_style_sheet_is_read_for_its_classes() {
    let style =
        "@import \"a.css\"; /* .b */ .c, .d--e:not(.f__g) > i { inline-size: calc(0.5 * 1.5em); }";
    let found = classes(style);
    assert_eq!(found.iter().collect::<Vec<_>>(), ["c", "d--e", "f__g"]);
}

/// Classes are written out in the sources, never put together.
#[test]
fn every_class_of_a_style_sheet_is_named_where_elements_are_made() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"));
    let sources = SOURCES
        .iter()
        .flat_map(|source| files(&root.join(source), &["rs", "js", "mjs", "html"]))
        .chain(documents)
        .map(|file| fs::read_to_string(file).unwrap())
        .collect::<Vec<_>>();
    let named: BTreeSet<&str> = sources.iter().flat_map(|source| words(source)).collect();
    let styles = files(&root.join("style"), &["css"]);
    assert!(styles.len() > 10, "the style sheets are elsewhere");
    let mut dead = Vec::new();
    for file in styles {
        let style = fs::read_to_string(&file).unwrap();
        let unknown = classes(&style)
            .into_iter()
            .filter(|class| !named.contains(class.as_str()));
        dead.extend(unknown.map(|class| format!("{}: .{class}", file.display())));
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn every_style_sheet_is_part_of_a_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let styles = files(&root, &["css"]);
    let texts: String = styles
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let parts = styles.iter().filter(|file| file.parent() != Some(&*root));
    for part in parts {
        let name = part.strip_prefix(&root).unwrap().display().to_string();
        assert!(texts.contains(&format!("@import \"{name}\"")), "{name}");
    }
}
