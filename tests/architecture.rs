//! Dependencies point one way. Rooms of the house, from the ground up; a room may use what stands
//! before it in its row, never what comes after.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Room, and the rooms that it must not name.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    (
        "i18n",
        &[
            "api",
            "access",
            "components",
            "navigator",
            "pages",
            "route",
            "shell",
            "ui",
        ],
    ),
    (
        "ui",
        &[
            "api",
            "access",
            "components",
            "i18n",
            "navigator",
            "pages",
            "route",
            "shell",
        ],
    ),
    (
        "route.rs",
        &[
            "api",
            "access",
            "components",
            "i18n",
            "navigator",
            "pages",
            "shell",
            "ui",
        ],
    ),
    (
        "navigator.rs",
        &[
            "api",
            "access",
            "components",
            "i18n",
            "pages",
            "shell",
            "ui",
        ],
    ),
    (
        "api",
        &["access", "components", "navigator", "pages", "shell", "ui"],
    ),
    ("access", &["pages", "shell"]),
    ("components", &["pages", "shell"]),
];

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|entry| rust_files(&entry))
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .collect()
}

#[test]
fn no_room_names_a_room_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (room, forbidden) in FORBIDDEN {
        for file in rust_files(&root.join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for above in forbidden {
                if text.contains(&format!("crate::{above}::")) {
                    wrong.push(format!("{} names crate::{above}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_client_sends_requests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut senders: Vec<_> = rust_files(&root)
        .into_iter()
        .filter(|file| fs::read_to_string(file).unwrap().contains("gloo_net"))
        .map(|file| file.strip_prefix(&root).unwrap().display().to_string())
        .collect();
    senders.sort();
    assert_eq!(senders, ["api/client.rs", "api/text.rs"]);
}

#[test]
fn the_contract_and_the_tools_know_nothing_of_ours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    for name in ["contract", "xtask"] {
        let manifest = fs::read_to_string(root.join(name).join("Cargo.toml")).unwrap();
        let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
        assert!(
            !dependencies.contains("countersign"),
            "{name} depends on a crate of ours"
        );
    }
}

/// What the keys of texts begin with that only the bundle of the portal has, see build.rs.
#[test]
fn only_pages_of_the_portal_name_its_texts() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let pages = ["clients", "grants.rs", "launcher.rs", "requests"]
        .map(|page| source.join("pages").join(page));
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).unwrap();
        let names = ["apps.", "clients.", "grants.", "requests."]
            .iter()
            .any(|key| {
                text.contains(&format!("t!(i18n, \"{key}")) || text.contains(&format!("!(\"{key}"))
            });
        if names && !pages.iter().any(|page| file.starts_with(page)) {
            wrong.push(file.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
