//! Pieces that know the product's types. They take values and callbacks: they neither ask the
//! backend nor know who is signed in or where the pages are.

mod marks;
mod problem;
mod sort_head;
mod text_filter;
pub mod words;

pub use marks::{Ago, ClientId, KindTile, PublisherMark, ScopeChip, StateBadge, initials, name_of};
pub use problem::{ContextId, Problem};
pub use sort_head::SortHead;
pub use text_filter::TextFilter;
