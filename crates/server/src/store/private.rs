//! The files of the database belong to nobody else: there are password hashes in them.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

const OWN_FILE: u32 = 0o600;
const OWN_FOLDER: u32 = 0o700;
const OTHERS: u32 = 0o077;

/// What SQLite writes beside the file, and leaves there after a crash.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Makes a folder that only this user can open. Answers whether others can, because it was there
/// before.
///
/// # Errors
/// It can't be made.
pub fn make_folder(folder: &Path) -> io::Result<bool> {
    DirBuilder::new()
        .recursive(true)
        .mode(OWN_FOLDER)
        .create(folder)?;
    Ok(std::fs::metadata(folder)?.permissions().mode() & OTHERS != 0)
}

/// Makes the file of the database before SQLite does: SQLite gives the files beside it the same
/// permissions, so that no byte is ever readable by others. Takes from others what an older
/// version or a crash left to them.
///
/// # Errors
/// It can't be made, belongs to somebody else, or is a link.
pub(super) fn make_file(file: &Path) -> io::Result<()> {
    let beside = BESIDE.iter().map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    for one in beside.chain([file.to_owned()]) {
        // Where others can write to the folder, a link could lead to somebody's file.
        if one.is_symlink() {
            let message = format!("{} is a link", one.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        if one == *file {
            let mut options = OpenOptions::new();
            options
                .append(true)
                .create(true)
                .mode(OWN_FILE)
                .open(file)?;
        }
        match std::fs::set_permissions(&one, Permissions::from_mode(OWN_FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(())
}
