//! Puts another page beside the admin page.

use std::{fs, path::Path};

use crate::fail::Fail;

/// Copies the files of a page into `into`, where its HTML is called `name`.
pub fn merge(from: &Path, into: &Path, name: &str) -> Result<(), Fail> {
    let entries = fs::read_dir(from)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", from.display())))?;
    for entry in entries.flatten() {
        let file = entry.path();
        let is_page = file.extension().is_some_and(|ending| ending == "html");
        let copy = if is_page {
            into.join(name)
        } else {
            into.join(entry.file_name())
        };
        fs::copy(&file, copy)
            .map_err(|error| Fail::work(format!("cannot copy {}: {error}", file.display())))?;
    }
    Ok(())
}
