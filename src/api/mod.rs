//! Calls to the backend: `send.rs` sends, one file a noun says what, [`Load`] follows signals.

mod authorizations;
mod brought;
mod client;
mod consents;
mod error;
mod events;
mod grants;
mod known;
mod load;
mod outside;
mod read;
mod reference;
mod reply;
mod requests;
mod role_search;
mod send;
mod text;
mod versions;
mod wait;

pub use authorizations::Stored;
pub use client::{Api, News, use_api};
pub use error::{ApiError, Refusal};
pub use load::{Load, Pending, SLOW};
#[cfg(all(test, target_arch = "wasm32"))]
pub use read::Known;
pub use read::{List, read};
pub use requests::REQUEST_EVENTS;
pub use role_search::{FoundRole, RoleQuestion, RoleSearch, pick};
pub use text::fetch_texts;
pub use wait::sleep;
