//! The files of the database belong to nobody else, from the first byte on.

use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::portal::Folder;
use crate::socket::Program;

/// Debian's user for who owns nothing.
const NOBODY: u32 = 65_534;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Whether another user of this machine can read a file. Only root can become one to try; for who is
/// not root the modes tell.
fn others_read(file: &Path) -> bool {
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return mode(file) & 0o077 != 0;
    }
    let mut cat = Command::new("cat");
    cat.arg(file).uid(NOBODY).gid(NOBODY);
    cat.stdout(Stdio::null()).stderr(Stdio::null());
    cat.status().unwrap().success()
}

fn check(folder: &Path) {
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        assert!(!others_read(&file), "{}", file.display());
        seen.push(file.file_name().unwrap().to_str().unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(
        seen,
        ["countersign.db", "countersign.db-shm", "countersign.db-wal"]
    );
}

#[test]
fn another_user_of_the_machine_reads_no_file_of_the_database() {
    let parent = Folder::new();
    let data = parent.path().join("data");
    let mut program = Program::start(&data);
    assert_eq!(mode(&data), 0o700);
    // So that it is the files that keep others out.
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o755)).unwrap();
    check(&data);
    program.kill();
    // What an older version, or somebody else's hand, left open.
    for file in std::fs::read_dir(&data).unwrap() {
        std::fs::set_permissions(file.unwrap().path(), PermissionsExt::from_mode(0o644)).unwrap();
    }
    let mut program = Program::start(&data);
    check(&data);
    program.kill();
}

#[test]
fn a_folder_that_is_open_to_others_is_said_at_the_start() {
    let said = |mode: u32| {
        let folder = Folder::new();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(mode)).unwrap();
        let mut program = Program::start_with(folder.path(), &[], Stdio::piped());
        program.kill();
        let mut log = String::new();
        let mut stderr = program.child.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        log.contains(&format!("chmod 700 {}", folder.path().display()))
    };
    assert!(said(0o755) && said(0o710));
    assert!(!said(0o700));
}

#[test]
fn a_link_beside_the_database_is_not_followed() {
    let folder = Folder::new();
    let (victim, data) = (folder.path().join("victim"), folder.path().join("data"));
    std::fs::write(&victim, "").unwrap();
    std::fs::set_permissions(&victim, PermissionsExt::from_mode(0o644)).unwrap();
    std::fs::create_dir(&data).unwrap();
    std::os::unix::fs::symlink(&victim, data.join("countersign.db-journal")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_countersign-server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("countersign.db-journal is a link"), "{said}");
    assert_eq!(mode(&victim), 0o644);
}
