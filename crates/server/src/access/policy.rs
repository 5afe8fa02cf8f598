//! What a caller needs for each kind of operation (contract, columns "permission" and "scope").

use countersign_contract::permission::{AUTHORIZE_CLIENTS, VIEW_CLIENTS, VIEW_ROLES};

/// A permission and a scope that an operation asks for.
pub trait Policy: Send + Sync + 'static {
    /// The permission; `None` where being signed in is enough.
    const PERMISSION: Option<&'static str>;
    /// A token needs one of these. A browser session is not limited by scopes.
    const SCOPES: &'static [&'static str];
}

macro_rules! policy {
    ($(#[$doc:meta])* $name:ident: $permission:expr, $scopes:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Policy for $name {
            const PERMISSION: Option<&'static str> = $permission;
            const SCOPES: &'static [&'static str] = $scopes;
        }
    };
}

const READ_OAUTH: &[&str] = &["oauth", "oauth:readonly"];

policy!(
    /// See authorizations.
    ReadAuthorizations: Some(AUTHORIZE_CLIENTS), READ_OAUTH
);
policy!(
    /// Authorize, edit and revoke.
    WriteAuthorizations: Some(AUTHORIZE_CLIENTS), &["oauth"]
);
policy!(
    /// See OAuth clients.
    ReadClients: Some(VIEW_CLIENTS), READ_OAUTH
);
policy!(
    /// See the catalogue of scopes.
    ReadScopes: None, READ_OAUTH
);
policy!(
    /// See roles.
    ReadRoles: Some(VIEW_ROLES), &["authorization", "authorization:readonly"]
);
policy!(
    /// See and decide consent requests of one's own. No scope opens it: an application never
    /// decides about itself.
    DecideConsents: None, &[]
);
policy!(
    /// Ask an administrator, take it back; to answer also takes a permission.
    WriteRequests: None, &["oauth"]
);
policy!(
    /// See a request of one's own.
    ReadOwn: None, READ_OAUTH
);
policy!(
    /// Take back a consent of one's own.
    WriteOwn: None, &["oauth"]
);
policy!(
    /// See oneself, end one's own session.
    Myself: None, &["user-basic-info"]
);
