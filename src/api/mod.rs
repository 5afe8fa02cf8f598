//! Calls to the backend: [`client`](Api) sends, one file a noun says what, [`Load`] follows signals.

mod authorizations;
mod client;
mod error;
mod load;
mod outside;
mod reference;
mod text;
mod wait;

pub use authorizations::Stored;
pub use client::{Api, use_api};
pub use error::{ApiError, MAX_WAIT, Refusal};
pub use load::{Load, Pending, SLOW};
pub use text::fetch_text;
pub use wait::sleep;
