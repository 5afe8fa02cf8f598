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
const FORBIDDEN: [(&str, &[&str]); 8] = [
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
        "navigator",
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
    (
        "components",
        &[
            "access",
            "api",
            "app",
            "host",
            "navigator",
            "pages",
            "route",
            "shell",
        ],
    ),
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

fn text_files(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    // Code of others, and what is built of it.
    let entries =
        entries.filter(|entry| !entry.ends_with("node_modules") && !entry.ends_with("dist"));
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.is_dir());
    let ends = ["rs", "js", "mjs", "html"];
    let is_text = |file: &PathBuf| {
        file.extension()
            .is_some_and(|end| ends.iter().any(|one| *one == end))
    };
    let below = folders.iter().flat_map(|folder| text_files(folder));
    files.into_iter().filter(is_text).chain(below).collect()
}

/// It asks nobody: no URL of a client, known or made up, makes it call into a network.
#[test]
fn the_server_calls_nobody() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/server");
    let manifest = fs::read_to_string(server.join("Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
    let (dependencies, _) = dependencies.split_once("[dev-dependencies]").unwrap();
    let clients = [
        "attohttpc",
        "awc",
        "curl",
        "hyper-rustls",
        "hyper-tls",
        "isahc",
        "minreq",
        "oauth2",
        "openidconnect",
        "reqwest",
        "surf",
        "ureq",
    ];
    for line in dependencies.lines() {
        let name = line.split([' ', '=', '.']).next().unwrap();
        assert!(!clients.contains(&name), "{name} is a client of HTTP");
        let calls =
            name.starts_with("hyper") && (line.contains("\"client") || line.contains("\"full"));
        assert!(!calls, "{name} is there to serve: {line}");
    }
    let ways = [
        "TcpStream::connect",
        "TcpSocket",
        "UdpSocket",
        "UnixStream",
        "client::conn",
        "client::legacy",
    ];
    for file in rust_files(&server.join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for way in ways {
            assert!(!text.contains(way), "{} names {way}", file.display());
        }
    }
}

/// A message to another window goes to whichever page is in it by then. A channel has only pages
/// of its own origin in it: the example may use one, and nothing of ours uses either.
#[test]
fn no_page_sends_a_message_to_another_window() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["src", "public", "examples"] {
        for file in text_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("post_message"), "{}", file.display());
            for (before, _) in text
                .match_indices("postMessage")
                .map(|(at, _)| text.split_at(at))
            {
                let to = before.strip_suffix('.').unwrap_or_default();
                let to = to.rsplit(|letter: char| !letter.is_alphanumeric()).next();
                let channel = format!("{} = new BroadcastChannel(", to.unwrap_or_default());
                let is_channel = folder == "examples" && text.contains(&channel);
                assert!(is_channel, "{} sends to {to:?}", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "the channel of the example was not found");
}
