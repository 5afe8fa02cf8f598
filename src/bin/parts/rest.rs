//! How the code comes that the first page does without. `cargo xtask` cuts a release there into a
//! file of its own; a build without the feature `cut` is one file.

use std::future::Future;
use std::pin::Pin;

use countersign::app::Later;

pub fn fetch() -> Pin<Box<dyn Future<Output = Option<Later>>>> {
    Box::pin(async { rest().await.ok() })
}

/// What only this function needs is in the rest.
#[cfg(feature = "cut")]
#[leptos::wasm_split::wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "what `fallible` asks for")]
fn rest() -> Result<Later, leptos::wasm_split::SplitLoaderError> {
    Ok(Later::pages())
}

#[cfg(not(feature = "cut"))]
async fn rest() -> Result<Later, std::convert::Infallible> {
    Ok(Later::pages())
}
