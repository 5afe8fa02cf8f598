//! `cargo xtask gallery`: every piece and every state of the pages, side by side.

use crate::{
    args::GalleryOptions,
    checks,
    fail::Fail,
    pages,
    process::{program, run},
    repo::Repo,
};

pub fn gallery(repo: &Repo, options: &GalleryOptions) -> Result<(), Fail> {
    checks::node()?;
    if let Some(listen) = &options.listen {
        checks::port_is_free(listen, "--listen")?;
    }
    pages::build_gallery(repo)?;
    let Some(listen) = &options.listen else {
        println!("The gallery is in {}", pages::GALLERY);
        return Ok(());
    };
    run(
        program(repo, "node").args(["crates/xtask/scripts/static.mjs", pages::GALLERY, listen]),
        "serving the gallery",
    )
}
