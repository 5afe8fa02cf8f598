//! The table of who may do what.

/// Statuses for admin, viewer, supervisor, agent, anonymous; and the scopes that open it to a token.
pub type Row = (
    &'static str,
    &'static str,
    [u16; 5],
    Option<&'static [&'static str]>,
);

pub const READ: Option<&[&str]> = Some(&["oauth", "oauth:readonly"]);
pub const WRITE: Option<&[&str]> = Some(&["oauth"]);
pub const ROLES: Option<&[&str]> = Some(&["authorization", "authorization:readonly"]);
pub const ONESELF: Option<&[&str]> = Some(&["user-basic-info"]);
/// An application never decides about itself.
pub const NEVER: Option<&[&str]> = Some(&[]);

/// Nobody has to be signed in.
pub const PUBLIC: Option<&[&str]> = None;

pub const MATRIX: [Row; 32] = [
    (
        "get",
        "/api/v2/oauth/authorizations",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "put",
        "/api/v2/oauth/authorizations/{clientId}",
        [200, 403, 403, 403, 401],
        WRITE,
    ),
    (
        "delete",
        "/api/v2/oauth/authorizations/{clientId}",
        [204, 403, 403, 403, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/versions",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "post",
        "/api/v2/oauth/authorizations/{clientId}/versions/{version}/restore",
        [404, 403, 403, 403, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/impact",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "post",
        "/api/v2/oauth/authorizations/{clientId}/preview",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/authorizations/{clientId}/grants",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "delete",
        "/api/v2/oauth/authorizations/{clientId}/grants/{userId}",
        [204, 403, 403, 403, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/grants/me",
        [200, 200, 200, 200, 401],
        READ,
    ),
    (
        "delete",
        "/api/v2/oauth/grants/me/{clientId}",
        [204, 204, 204, 204, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/apps/me",
        [200, 200, 200, 200, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/requests",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "post",
        "/api/v2/oauth/requests",
        [400, 400, 400, 400, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/requests/events",
        [200, 403, 403, 403, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/requests/{id}",
        [404, 404, 404, 404, 401],
        READ,
    ),
    (
        "post",
        "/api/v2/oauth/requests/{id}/decision",
        [404, 403, 403, 403, 401],
        WRITE,
    ),
    (
        "get",
        "/api/v2/oauth/consents/{id}",
        [404, 404, 404, 404, 401],
        NEVER,
    ),
    (
        "post",
        "/api/v2/oauth/consents/{id}",
        [404, 404, 404, 404, 401],
        NEVER,
    ),
    (
        "get",
        "/api/v2/oauth/consents/{id}/events",
        [404, 404, 404, 404, 401],
        NEVER,
    ),
    (
        "get",
        "/api/v2/oauth/clients",
        [200, 200, 403, 403, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/clients/{clientId}",
        [200, 200, 403, 403, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/scopes",
        [200, 200, 200, 200, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/oauth/scopes/{scopeId}",
        [200, 200, 200, 200, 401],
        READ,
    ),
    (
        "get",
        "/api/v2/authorization/roles",
        [200, 403, 403, 403, 401],
        ROLES,
    ),
    (
        "get",
        "/api/v2/authorization/roles/{roleId}",
        [404, 403, 403, 403, 401],
        ROLES,
    ),
    (
        "get",
        "/api/v2/users/me",
        [200, 200, 200, 200, 401],
        ONESELF,
    ),
    (
        "get",
        "/api/v2/tokens/me",
        [200, 200, 200, 200, 401],
        ONESELF,
    ),
    (
        "head",
        "/api/v2/tokens/me",
        [200, 200, 200, 200, 401],
        ONESELF,
    ),
    (
        "delete",
        "/api/v2/tokens/me",
        [204, 204, 204, 204, 401],
        ONESELF,
    ),
    (
        "get",
        "/api/v2/oauth/capabilities",
        [200, 200, 200, 200, 200],
        PUBLIC,
    ),
];
