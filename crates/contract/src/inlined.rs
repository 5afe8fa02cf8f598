//! What the server writes into a page, so that its program starts without a round trip
//! (docs/contract.md, "What every backend has" and "A consent"): data blocks by ID, and the first
//! answers by the path and query that the program asks for. An answer under another spelling is not
//! found, and the program asks for it.

/// Data block of every page: the languages that there are, `[{tag, name, direction}]`. Where a server
/// does not write it, `public/boot.js` does.
pub const LANGUAGES: &str = "languages";

/// Data block of the pages: `{date, answers}`, bodies by path.
pub const ANSWERS: &str = "answers";

/// Data block of the consent screen: the consent request.
pub const CONSENT_REQUEST: &str = "consent-request";

/// Data block of the consent screen: its texts, in the language that the attribute `lang` names.
pub const CONSENT_TEXTS: &str = "consent-texts";

/// The signed-in user with roles, permissions and organization.
pub const ME: &str = "/users/me?expand=authorization,organization";

/// What the backend can do.
pub const CAPABILITIES: &str = "/oauth/capabilities";

/// The list of authorizations. Its first page is that of the default
/// [`ListQuery`](crate::list::ListQuery).
pub const AUTHORIZATIONS: &str = "/oauth/authorizations";
