//! `cargo xtask openapi`: what the server says about itself, into `docs/openapi.json`.

use std::fs;

use crate::{
    fail::Fail,
    process::{cargo, output},
    repo::Repo,
};

pub fn write(repo: &Repo) -> Result<(), Fail> {
    let description = output(
        cargo(repo)
            .args(["run", "--quiet", "--package", "countersign-server"])
            .args(["--", "openapi"]),
        "describing the API",
    )?;
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&description) {
        return Err(Fail::work(format!(
            "the server's description of its API is not JSON ({error}); docs/openapi.json is unchanged"
        )));
    }
    let file = repo.path("docs/openapi.json");
    fs::write(&file, format!("{}\n", description.trim_end()))
        .map_err(|error| Fail::work(format!("cannot write {}: {error}", file.display())))?;
    println!("Wrote docs/openapi.json");
    Ok(())
}
