//! Reading and writing files, with one sentence where that fails.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use crate::fail::Fail;

pub fn read(file: &Path) -> Result<String, Fail> {
    fs::read_to_string(file)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", file.display())))
}

pub fn write(file: &Path, text: &str) -> Result<(), Fail> {
    fs::write(file, text).map_err(|error| not_written(file, &error))
}

/// Copies what is in a folder, and in the folders below it.
pub fn copy_folder(from: &Path, into: &Path) -> Result<(), Fail> {
    fs::create_dir_all(into).map_err(|error| not_written(into, &error))?;
    let entries = fs::read_dir(from)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", from.display())))?;
    for entry in entries.flatten() {
        let (from, into) = (entry.path(), into.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &into)?;
        } else {
            fs::copy(&from, &into).map_err(|error| not_written(&into, &error))?;
        }
    }
    Ok(())
}

pub fn not_written(path: &Path, error: &io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}

/// Waits until no other run has this lock of a folder: two at once would replace each other's files.
/// It is held until the value goes.
pub fn lock(folder: &Path, name: &str) -> Result<File, Fail> {
    fs::create_dir_all(folder).map_err(|error| not_written(folder, &error))?;
    let path = folder.join(format!(".{name}.lock"));
    let file = File::create(&path).map_err(|error| not_written(&path, &error))?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        println!("Waiting for another run that builds the same");
        file.lock().map_err(|error| not_written(&path, &error))?;
    }
    Ok(file)
}
