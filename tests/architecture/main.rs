//! The rooms of the house, and which may use which. docs/architecture.md says what stands in them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

mod modules;
mod paths;
mod rooms;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use modules::Modules;
use rooms::{PAGES_AND_CONSENT, Room, SERVER};
use rules::faults;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn hold(rooms: &[Room], folder: &str) {
    let modules = Modules::of_folder(&root().join(folder));
    let found = faults(&modules, rooms);
    assert!(found.is_empty(), "{folder}: {found:#?}");
}

#[test]
fn the_rooms_of_the_programs_hold() {
    hold(&PAGES_AND_CONSENT, "src");
}

#[test]
fn the_rooms_of_the_server_hold() {
    hold(&SERVER, "crates/server/src");
}

/// What the entry points may use of the library.
const ENTRY_POINTS: [(&str, &[&str]); 3] = [
    ("consent", &["config", "consent"]),
    ("gallery", &["gallery"]),
    ("pages", &["app", "config"]),
];

#[test]
fn neither_program_names_the_other() {
    let modules = Modules::of_folder(&root().join("src"));
    for used in modules.uses() {
        let (from, to) = (used.from.first(), used.to.first());
        let names = [from, to].map(|room| room.map_or("", String::as_str));
        let is_page = |room| room == "pages" || room == "app";
        assert!(!(names[0] == "consent" && is_page(names[1])), "{used:?}");
        assert!(!(is_page(names[0]) && names[1] == "consent"), "{used:?}");
    }
    let mut programs = Vec::new();
    for file in rust_files(&root().join("src/bin")) {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let (_, allowed) = ENTRY_POINTS.iter().find(|(one, _)| *one == name).unwrap();
        for (at, _) in text.match_indices("countersign::") {
            let used = &text[at + "countersign::".len()..];
            let room = used.split(|one: char| !one.is_alphanumeric()).next();
            let room = room.filter(|room| !room.is_empty());
            // `use countersign::{a, b}` would hide what is used.
            assert!(room.is_some_and(|room| allowed.contains(&room)), "{name}");
        }
        programs.push(name);
    }
    programs.sort();
    assert_eq!(programs, ENTRY_POINTS.map(|(name, _)| name));
}

/// The longest source file; a longer one is two things.
const LINES: usize = 300;

#[test]
fn no_source_file_is_two_things() {
    let mut long = Vec::new();
    for folder in [
        "src",
        "crates",
        "packages/countersign/src",
        "tests/architecture",
    ] {
        for file in rust_files(&root().join(folder)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            if lines > LINES {
                long.push((file, lines));
            }
        }
    }
    assert!(long.is_empty(), "{long:?}");
}

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
fn only_the_client_sends_requests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut senders: Vec<_> = rust_files(&root)
        .into_iter()
        .filter(|file| {
            let text = fs::read_to_string(file).unwrap();
            text.contains("fetch_with_")
        })
        .map(|file| file.strip_prefix(&root).unwrap().display().to_string())
        .collect();
    senders.sort();
    assert_eq!(senders, ["api/send.rs", "api/text.rs", "gallery/stage.rs"]);
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
