//! Icons: one path each, drawn in the colour of their text, never alone without a name.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($(#[$meta:meta])* $name:ident = $path:literal),+ $(,)?) => {
        /// An icon by what it means. Constants, so that a bundle has those that it shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Glyph(&'static str);

        #[allow(non_upper_case_globals, reason = "they read as the variants of an enum")]
        impl Glyph {
            $($(#[$meta])* pub const $name: Self = Self($path);)+

            /// All, by name. The gallery shows them.
            #[cfg(feature = "gallery")]
            pub const ALL: &[(&str, Self)] = &[$((stringify!($name), Self::$name)),+];

            /// What is drawn.
            pub fn path(self) -> &'static str {
                self.0
            }
        }
    };
}

glyphs! {
    /// Warning, high risk.
    Alert = "M8 2.25 14.25 13.25H1.75zM8 6.5v3.1M8 11.5h.01",
    /// Revoked.
    Ban = "M1.75 8a6.25 6.25 0 1 0 12.5 0 6.25 6.25 0 1 0-12.5 0M3.7 3.7l8.6 8.6",
    /// Built-in application.
    Box = "m8 1.75 5.75 3.1v6.3L8 14.25l-5.75-3.1v-6.3zM2.25 4.85 8 8l5.75-3.15M8 8v6.25",
    /// The portal.
    Brand = "M5 2h6a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3zM5.2 8.2l2 2 3.7-4.3",
    /// Internal application.
    Building = "M3.25 14V2.75h9.5V14M1.75 14h12.5M6 5.5h.01M10 5.5h.01M6 8.25h.01M10 8.25h.01M6.75 14v-3h2.5v3",
    /// Done.
    Check = "m3.5 8.5 3 3 6-7",
    /// Approved.
    CheckCircle = "M1.75 8a6.25 6.25 0 1 0 12.5 0 6.25 6.25 0 1 0-12.5 0M5.4 8.2l1.9 1.9 3.4-4",
    /// Opens what is below.
    ChevronDown = "m4 6 4 4 4-4",
    /// Back.
    ChevronLeft = "M10 4 6 8l4 4",
    /// Forth.
    ChevronRight = "m6 4 4 4-4 4",
    /// Pending.
    Clock = "M1.75 8a6.25 6.25 0 1 0 12.5 0 6.25 6.25 0 1 0-12.5 0M8 4.6V8l2.3 1.5",
    /// Copy.
    Copy = "M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5zM10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5",
    /// A program on this device.
    Device = "M5.5 1.75h5A1.5 1.5 0 0 1 12 3.25v9.5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 4 12.75v-9.5a1.5 1.5 0 0 1 1.5-1.5zM7.25 11.75h1.5",
    /// More actions.
    Dots = "M3 7.3v1.4M8 7.3v1.4M13 7.3v1.4",
    /// Reads only.
    Eye = "M1.5 8S3.9 3.75 8 3.75 14.5 8 14.5 8 12.1 12.25 8 12.25 1.5 8 1.5 8zM6.1 8a1.9 1.9 0 1 0 3.8 0 1.9 1.9 0 1 0-3.8 0",
    /// External application.
    Globe = "M1.75 8a6.25 6.25 0 1 0 12.5 0 6.25 6.25 0 1 0-12.5 0M1.75 8h12.5M8 1.75c1.9 1.8 2.7 3.9 2.7 6.25S9.9 12.45 8 14.25C6.1 12.45 5.3 10.35 5.3 8S6.1 3.55 8 1.75z",
    /// A fact worth knowing.
    Info = "M1.75 8a6.25 6.25 0 1 0 12.5 0 6.25 6.25 0 1 0-12.5 0M8 7.4v3.4M8 5.2h.01",
    /// Empty.
    Inbox = "M2 9.5 4 3.5h8l2 6v3.25H2zM2 9.5h3.5L6.5 11h3l1-1.5H14",
    /// Signed out.
    Key = "M2.25 5.75a3 3 0 1 0 6 0 3 3 0 1 0-6 0M7.4 7.9l5.35 5.35M10.5 11l1.75-1.75",
    /// No access.
    Lock = "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
    /// Menu.
    Menu = "M2.5 4h11M2.5 8h11M2.5 12h11",
    /// Taken away, or not decided.
    Minus = "M3.25 8h9.5",
    /// Edits, or writes.
    Pencil = "m10.5 2.9 2.6 2.6-7.7 7.7-3.1.5.5-3.1z",
    /// Add.
    Plus = "M8 3.25v9.5M3.25 8h9.5",
    /// Try again.
    Refresh = "M13.25 8a5.25 5.25 0 1 1-1.6-3.75M13.25 2v3h-3",
    /// Search.
    Search = "M2.5 7a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0M10.5 10.5l3 3",
    /// Not verified.
    Shield = "M8 1.75 13 3.5v4c0 3.1-2 5.5-5 6.75C5 13 3 10.6 3 7.5v-4z",
    /// Verified.
    ShieldCheck = "M8 1.75 13 3.5v4c0 3.1-2 5.5-5 6.75C5 13 3 10.6 3 7.5v-4zM5.8 7.9l1.6 1.6 2.9-3.3",
    /// Can be sorted by.
    Sort = "m5 6 3-3 3 3M5 10l3 3 3-3",
    /// Sorted, largest first.
    SortDown = "M8 3v9.5M4.5 9 8 12.5 11.5 9",
    /// Sorted, smallest first.
    SortUp = "M8 13V3.5M4.5 7 8 3.5 11.5 7",
    /// Take back.
    Undo = "M5.5 3 2.5 6l3 3M2.5 6h7a3.75 3.75 0 0 1 0 7.5H6.5",
    /// One person.
    User = "M5.25 5.25a2.75 2.75 0 1 0 5.5 0 2.75 2.75 0 1 0-5.5 0M2.75 13.75c0-2.7 2.35-4.25 5.25-4.25s5.25 1.55 5.25 4.25",
    /// People.
    Users = "M3.6 5.5a2.25 2.25 0 1 0 4.5 0 2.25 2.25 0 1 0-4.5 0M1.75 13c0-2.3 1.8-3.75 4.1-3.75S9.95 10.7 9.95 13M10.4 3.4a2.25 2.25 0 0 1 0 4.2M11.6 9.5c1.6.4 2.65 1.7 2.65 3.5",
    /// Close.
    X = "m4 4 8 8M12 4l-8 8",
}

/// An icon; hidden from screen readers, so a word stands beside it.
#[component]
pub fn Icon(
    /// Which one.
    glyph: Glyph,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() {
        "icon".to_owned()
    } else {
        format!("icon {class}")
    };
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <path d=glyph.path()></path>
        </svg>
    }
}
