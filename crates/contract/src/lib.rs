//! The REST contract of Countersign: types, permission rules and scope rules. No I/O.
//!
//! One crate serves both ends: the reference server answers with these types and the component
//! reads them. Base path is `/api/v2`, JSON in camelCase, times as ISO 8601 UTC strings.
//!
//! Reading is tolerant, as an SDK of the compatible API is: absent and `null` mean the same,
//! unknown fields are ignored, unknown enum values are kept (see [`open_enum`]).
#![warn(missing_docs)]

#[macro_use]
pub mod open_enum;

mod approval;
mod authorization;
mod capabilities;
mod client;
mod consent;
mod error;
mod grant;
mod impact;
pub mod inlined;
pub mod list;
pub mod order;
mod page;
pub mod permission;
pub mod places;
mod role;
pub mod sample;
pub mod schemes;
mod scope;
pub mod scope_rules;
mod serde_null;
pub mod text;
mod token;
mod user;
mod version;

pub use approval::{
    ApprovalAsk, ApprovalDecision, ApprovalRequest, ApprovalState, ApprovalVerdict,
};
pub use authorization::{AuthorizationState, AuthorizationWrite, EntityRef, OAuthAuthorization};
pub use capabilities::{Capabilities, Feature};
pub use client::{ClientKind, ClientState, GrantType, OAuthClient, Publisher, RoleDivision};
pub use consent::{
    Audience, Blocked, ConsentDecision, ConsentOutcome, ConsentReason, ConsentRedirect,
    ConsentRequest, ConsentScope, ConsentState, ConsentUser, Decision, RedirectKind,
};
pub use error::{ErrorBody, ErrorCode, ErrorDetail};
pub use grant::{App, Grant};
pub use impact::{Impact, Preview, PreviewAsk};
pub use page::{Listing, Paged};
pub use role::{DomainOrganizationRole, PermissionPolicy};
pub use scope::{Access, OAuthScope, Requirement, Risk};
pub use token::{TokenClient, TokenInfo};
pub use user::{Organization, RoleRef, UserAuthorization, UserMe};
pub use version::AuthorizationVersion;

/// Base path of every endpoint in the contract.
pub const API_BASE: &str = "/api/v2";

/// Header that carries the id of a request; present on every response
/// (contract row "Errors", `contextId` equals it).
pub const CORRELATION_HEADER: &str = "ININ-Correlation-Id";

/// Header that a cookie session sends with every write (contract row "Meaning").
pub const WRITE_HEADER: (&str, &str) = ("X-Requested-With", "countersign");

/// Header in which a page names the user, by ID, that it was made for; a write by the session of
/// somebody else is refused with [`ErrorCode::SessionChanged`]. Optional.
pub const USER_HEADER: &str = "X-Countersign-User";

/// Name of the server-sent events that say that an answer may differ now (contract row `requests`).
pub const CHANGED: &str = "changed";

/// Most items that one page may hold (contract row `paging`).
pub const MAX_PAGE_SIZE: u32 = 100;

/// Longest note of a change, in characters.
pub const MAX_NOTE: usize = 500;

/// Most scopes, and most roles, that one authorization may carry.
pub const MAX_ENTRIES: usize = 1_000;
