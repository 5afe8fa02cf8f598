//! Schemes of URIs that lead to no application, in lower case. Both ends use these two tables.

/// They run, read or show something in the name of the page that opens them.
pub const ACTIVE: [&str; 7] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "javascript",
    "vbscript",
];

/// They load or name something and do nothing to the page that opens them.
pub const PASSIVE: [&str; 4] = ["ftp", "urn", "ws", "wss"];

/// Whether a scheme, in any case and without its colon, is one of [`ACTIVE`].
///
/// ```
/// use countersign_contract::schemes::is_active;
///
/// assert!(is_active("JavaScript") && !is_active("com.example.app") && !is_active("urn"));
/// ```
#[must_use]
pub fn is_active(scheme: &str) -> bool {
    has(&ACTIVE, scheme)
}

/// Whether no application of the user's device is opened by a scheme: one of [`ACTIVE`] or of
/// [`PASSIVE`], in any case and without its colon.
///
/// ```
/// use countersign_contract::schemes::opens_no_app;
///
/// assert!(opens_no_app("data") && opens_no_app("URN") && !opens_no_app("com.example.app"));
/// ```
#[must_use]
pub fn opens_no_app(scheme: &str) -> bool {
    is_active(scheme) || has(&PASSIVE, scheme)
}

fn has(schemes: &[&str], scheme: &str) -> bool {
    schemes.iter().any(|one| one.eq_ignore_ascii_case(scheme))
}
