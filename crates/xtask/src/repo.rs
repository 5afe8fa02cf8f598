//! Where things are in the clone, and the cache folder outside it.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::fail::Fail;

pub struct Repo {
    root: PathBuf,
}

impl Repo {
    pub fn find() -> Self {
        let here =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        // crates/xtask -> the workspace root
        let root = Path::new(&here)
            .ancestors()
            .nth(2)
            .unwrap_or(Path::new("."));
        Self {
            root: root.to_path_buf(),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(
            || self.path("target"),
            // cargo reads a relative one from where the user stands
            |folder| std::path::absolute(&folder).unwrap_or_else(|_| folder.into()),
        )
    }

    /// The server binary of a cargo profile folder (`release` or `debug`).
    pub fn server(&self, profile: &str) -> PathBuf {
        self.target()
            .join(profile)
            .join(format!("countersign-server{}", env::consts::EXE_SUFFIX))
    }
}

/// `$XDG_CACHE_HOME/countersign/tools`, by default under `~/.cache`.
pub fn tools_cache() -> Result<PathBuf, Fail> {
    let base = match env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
        // The XDG base directory specification says to ignore relative values.
        Some(folder) if folder.is_absolute() => folder,
        _ => env::home_dir()
            .ok_or_else(|| {
                Fail::environment(
                    "there is no home folder to keep the build tools in: set XDG_CACHE_HOME to a writable folder",
                )
            })?
            .join(".cache"),
    };
    Ok(base.join("countersign/tools"))
}

/// `CI=true` and the like: no colours, no prompts.
pub fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}
