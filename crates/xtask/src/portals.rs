//! The example portals of the frameworks, built as their teams would build them.

use std::fs;

use crate::{
    fail::Fail,
    fingerprint::fingerprint,
    package,
    process::{program, run},
    repo::Repo,
    tools::npm,
};

const PORTALS: [&str; 3] = [
    "examples/embed-react",
    "examples/embed-vue",
    "examples/embed-angular",
];

/// What a portal is made of, besides the package; not all have all of it.
const PARTS: [&str; 6] = [
    "src",
    "index.html",
    "package-lock.json",
    "vite.config.js",
    "angular.json",
    "tsconfig.json",
];

/// Builds those whose last build was not made of the same inputs. The package is there.
pub fn build(repo: &Repo) -> Result<(), Fail> {
    for portal in PORTALS {
        npm::ci(repo, portal)?;
        let stamp = repo.path(&format!("target/{}.stamp", portal.replace('/', "-")));
        let parts = PARTS.map(|part| format!("{portal}/{part}"));
        let mut inputs: Vec<&str> = parts.iter().map(String::as_str).collect();
        inputs.push(package::DIST);
        let inputs = fingerprint(repo.root(), &inputs, "").to_string();
        let is_built = repo.path(portal).join("dist/index.html").is_file();
        if is_built && fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == inputs) {
            continue;
        }
        let _ = fs::remove_file(&stamp);
        run(
            program(repo, "npm")
                .current_dir(repo.path(portal))
                .args(["run", "--silent", "build"]),
            &format!("building {portal}"),
        )?;
        fs::write(&stamp, inputs)
            .map_err(|error| Fail::work(format!("cannot write {}: {error}", stamp.display())))?;
    }
    Ok(())
}
