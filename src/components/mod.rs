//! Pieces that know the product's types. They take values and callbacks, and never fetch.

mod failure;
mod link;
mod marks;
mod pages;
mod sort_head;
mod text_filter;
pub mod words;

pub use failure::{ContextId, Failure, Problem, SignIn, StillWorking};
pub use link::Link;
pub use marks::{Ago, ClientId, KindTile, PublisherMark, ScopeChip, StateBadge, initials, name_of};
pub use pages::{PageAt, Pages};
pub use sort_head::SortHead;
pub use text_filter::TextFilter;
