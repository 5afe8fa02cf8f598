//! A stored authorization: the document, and the columns that are computed from it.

use countersign_contract::list::{fold, state_rank};
use countersign_contract::{API_BASE, AuthorizationState, OAuthAuthorization, OAuthClient};
use serde::Serialize;

use crate::catalogue::risk_rank;

/// Columns of `client_authorization`, by their names.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorizationRow {
    /// Client ID.
    pub client_id: String,
    /// Number of the newest version.
    pub version: u32,
    /// State on the wire.
    pub state: String,
    /// The decision as JSON, see [`document`].
    pub document: String,
    /// Last use of a token.
    pub last_used: Option<String>,
    /// People in the last 30 days.
    pub active_users: u32,
    /// Whether it floats on top of every list.
    pub pending: bool,
    /// See `countersign_contract::list::state_rank`.
    pub state_rank: i64,
    /// Name of the client as it is searched and sorted.
    pub name_folded: String,
    /// Number of scopes.
    pub scope_count: i64,
    /// Number of roles.
    pub role_count: i64,
    /// Highest risk, 0 to 3.
    pub max_risk: i64,
    /// Last change.
    pub date_modified: Option<String>,
    /// Who decided last, as it is sorted.
    pub decided_by_folded: String,
}

impl AuthorizationRow {
    /// The row of an authorization.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn new(authorization: &OAuthAuthorization) -> serde_json::Result<Self> {
        let who = authorization.modified_by.as_ref();
        let who = who.or(authorization.created_by.as_ref());
        let count = |ids: &[String]| i64::try_from(ids.len()).unwrap_or(i64::MAX);
        Ok(Self {
            client_id: authorization.client.id.clone(),
            version: authorization.version.unwrap_or_default(),
            state: authorization.state.as_str().to_owned(),
            document: document(authorization)?,
            last_used: authorization.last_used.clone(),
            active_users: authorization.active_users30d.unwrap_or_default(),
            pending: authorization.state == AuthorizationState::Requested,
            state_rank: i64::try_from(state_rank(&authorization.state)).unwrap_or(i64::MAX),
            name_folded: fold(authorization.client.display_name()),
            scope_count: count(&authorization.scope),
            role_count: count(&authorization.roles),
            max_risk: risk_rank(&authorization.scope),
            date_modified: authorization.date_modified.clone(),
            decided_by_folded: fold(who.and_then(|who| who.name.as_deref()).unwrap_or_default()),
        })
    }
}

/// The decision alone: of the client only its ID, and nothing that changes without a decision.
pub(super) fn document(authorization: &OAuthAuthorization) -> serde_json::Result<String> {
    let client = OAuthClient {
        id: authorization.client.id.clone(),
        ..OAuthClient::default()
    };
    serde_json::to_string(&OAuthAuthorization {
        client,
        last_used: None,
        active_users30d: None,
        resource_owner: None,
        self_uri: None,
        ..authorization.clone()
    })
}

/// Address of an authorization.
pub(super) fn self_uri(client_id: &str) -> String {
    format!("{API_BASE}/oauth/authorizations/{client_id}")
}
