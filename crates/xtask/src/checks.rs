//! What must hold before any work starts. Each refusal is one sentence with its remedy.

use std::{
    env, fs,
    io::ErrorKind,
    net::{SocketAddr, TcpListener, ToSocketAddrs},
    path::Path,
    process,
};

use crate::{
    fail::Fail,
    process::{on_path, version},
};

const NODE_AT_LEAST: u32 = 20;

/// Node and npm: they run wasm-opt, compress the pages and drive the end-to-end tests.
pub fn node() -> Result<(), Fail> {
    let Some(found) = version("node") else {
        return Err(Fail::environment(format!(
            "Node is missing: install Node {NODE_AT_LEAST} or newer with npm (Debian: apt-get install nodejs npm)"
        )));
    };
    if node_major(&found).is_none_or(|major| major < NODE_AT_LEAST) {
        return Err(Fail::environment(format!(
            "Node {found} is too old: install Node {NODE_AT_LEAST} or newer"
        )));
    }
    if version("npm").is_none() {
        return Err(Fail::environment(
            "npm is missing: install it beside Node (Debian: apt-get install npm)",
        ));
    }
    Ok(())
}

fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The server's SQLite is C code.
pub fn c_compiler() -> Result<(), Fail> {
    let named = env::var_os("CC").is_some_and(|cc| !cc.is_empty());
    if named
        || ["cc", "gcc", "clang"]
            .iter()
            .any(|name| on_path(name).is_some())
    {
        return Ok(());
    }
    Err(Fail::environment(
        "a C compiler is missing: install gcc or clang (Debian: apt-get install gcc libc6-dev) or name one in CC",
    ))
}

/// `host:port` to addresses; the same reading as the server's.
pub fn address(listen: &str) -> Result<Vec<SocketAddr>, Fail> {
    let addresses: Vec<_> = listen
        .to_socket_addrs()
        .map(Iterator::collect)
        .unwrap_or_default();
    if addresses.is_empty() {
        return Err(Fail::environment(format!(
            "cannot listen on \"{listen}\": give an address and a port, such as --listen 127.0.0.1:8080"
        )));
    }
    Ok(addresses)
}

/// Off loopback anybody can send a Host header, so the server wants to be told its own address.
pub fn public_url(listen: &str, public_url: Option<&str>) -> Result<(), Fail> {
    if public_url.is_some()
        || address(listen)?
            .iter()
            .all(|place| place.ip().is_loopback())
    {
        return Ok(());
    }
    Err(Fail::environment(format!(
        "listening on {listen} needs the address that browsers use: add --public-url, such as --public-url https://portal.example"
    )))
}

/// Takes the port for a moment, so that a busy one is told before a long build.
pub fn port_is_free(listen: &str, option: &str) -> Result<(), Fail> {
    let addresses = address(listen)?;
    let Err(error) = TcpListener::bind(addresses.as_slice()) else {
        return Ok(());
    };
    Err(Fail::environment(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{listen} is in use: stop the program that listens there, or choose another port with {option}"
        ),
        ErrorKind::PermissionDenied => {
            format!("this user may not listen on {listen}: choose a port above 1023 with {option}")
        }
        _ => format!("cannot listen on {listen} ({error}): choose another address with {option}"),
    }))
}

/// Tries to write into the folder, or into the nearest one above it that exists. Creates nothing
/// that stays.
pub fn data_folder(folder: &Path) -> Result<(), Fail> {
    let existing = folder
        .ancestors()
        .find(|place| place.exists())
        .unwrap_or(folder);
    let refused = |reason: &str| {
        Err(Fail::environment(format!(
            "the data folder {} cannot be written ({reason}): choose another with --data",
            folder.display()
        )))
    };
    if !existing.is_dir() {
        return refused(&format!("{} is a file", existing.display()));
    }
    let probe = existing.join(format!(".countersign-probe-{}", process::id()));
    match fs::write(&probe, b"") {
        Ok(()) => {
            let _ = fs::remove_file(probe);
            Ok(())
        }
        Err(error) => refused(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_node_version_is_read_from_what_node_prints() {
        assert_eq!(node_major("v20.20.2"), Some(20));
        assert_eq!(node_major("v8"), Some(8));
        assert_eq!(node_major("20.1.0"), None);
    }

    #[test]
    fn a_busy_port_is_told_with_the_remedy() {
        let busy = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let listen = busy.local_addr().expect("an address").to_string();
        let fail = port_is_free(&listen, "--listen").expect_err("the port is taken");
        assert!(
            fail.sentence()
                .is_some_and(|s| s.contains("is in use") && s.contains("--listen"))
        );
    }

    #[test]
    fn an_address_without_a_port_is_refused() {
        assert!(matches!(address("127.0.0.1"), Err(Fail::Environment(_))));
        assert!(matches!(
            address("127.0.0.1:80a"),
            Err(Fail::Environment(_))
        ));
        assert_eq!(address("127.0.0.1:80").expect("valid").len(), 1);
    }

    #[test]
    fn off_loopback_the_public_url_must_be_named() {
        assert_eq!(public_url("127.0.0.1:80", None), Ok(()));
        assert!(public_url("0.0.0.0:80", None).is_err());
        assert_eq!(public_url("0.0.0.0:80", Some("https://p.example")), Ok(()));
    }

    #[test]
    fn a_file_in_the_place_of_the_data_folder_is_refused() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(data_folder(&file).is_err());
        assert!(data_folder(&file.join("below")).is_err());
    }

    #[test]
    fn a_data_folder_that_does_not_exist_yet_is_not_created_by_the_check() {
        let folder = env::temp_dir().join(format!("countersign-check-{}", process::id()));
        assert_eq!(data_folder(&folder.join("data")), Ok(()));
        assert!(!folder.exists());
    }
}
