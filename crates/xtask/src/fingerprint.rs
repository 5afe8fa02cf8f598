//! A number that changes when any of the given files does.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Reads the contents: times lie after a checkout. Folders are read whole; missing ones count as
/// missing. Only comparable between runs of the same xtask binary.
pub fn fingerprint(root: &Path, inputs: &[&str], options: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    options.hash(&mut hasher);
    for input in inputs {
        add(&root.join(input), &mut hasher);
    }
    hasher.finish()
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    if let Ok(entries) = fs::read_dir(path) {
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            add(&entry, hasher);
        }
    } else {
        fs::read(path).ok().hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_names_and_options_all_count() {
        let root = std::env::temp_dir().join(format!("countersign-print-{}", std::process::id()));
        fs::create_dir_all(root.join("src")).expect("a folder");
        let print = |options| fingerprint(&root, &["src", "absent"], options);

        let empty = print("");
        fs::write(root.join("src/a"), "1").expect("a file");
        let one = print("");
        assert_ne!(empty, one);
        assert_eq!(one, print(""));
        assert_ne!(one, print("release"));

        fs::write(root.join("src/a"), "2").expect("a file");
        assert_ne!(one, print(""));
        fs::write(root.join("src/a"), "1").expect("a file");
        assert_eq!(one, print(""));

        fs::rename(root.join("src/a"), root.join("src/b")).expect("a rename");
        assert_ne!(one, print(""));
        fs::remove_dir_all(root).expect("removable");
    }
}
