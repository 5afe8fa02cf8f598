//! Pieces that know no product. They take values and callbacks, and never fetch.

mod banner;
mod button;
mod checkbox;
mod copy;
mod dialog;
pub mod dom;
mod dynamic;
mod each;
mod icon;
mod id;
mod menu;
mod notice;
mod pagination;
mod part;
mod search;
mod segments;
mod toast;

pub use banner::Banner;
pub use button::{Button, Look};
pub use checkbox::{Checkbox, Tick};
pub use copy::{CopyButton, copy_text};
pub use dialog::Dialog;
pub use dynamic::dynamic;
pub use each::{Item, each};
pub use icon::{Glyph, Icon};
pub use id::fresh_id;
pub use menu::{Popover, PopoverKind};
pub use notice::Notice;
pub use pagination::{PageLink, Pagination, PaginationWords};
pub use part::{part, section, words_in};
pub use search::SearchField;
pub use segments::Segments;
pub use toast::{ToastRegion, Toasts, use_toasts};
