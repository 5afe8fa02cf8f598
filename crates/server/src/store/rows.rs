//! What a database is filled with, as rows of its tables. Also used to measure the list.

use countersign_contract::list::fold;
use countersign_contract::{DomainOrganizationRole, OAuthAuthorization, OAuthClient};
use serde_json::{Value, json};

use super::AuthorizationRow;

/// A whole organization.
#[derive(Debug)]
pub struct Rows {
    /// `{id, name}`.
    pub organization: Value,
    /// Roles.
    pub roles: Vec<DomainOrganizationRole>,
    /// Rows of `user_account`.
    pub users: Vec<Value>,
    /// Rows of `user_role`.
    pub user_roles: Vec<Value>,
    /// Clients.
    pub clients: Vec<ClientRows>,
}

/// A client and what was decided about it.
#[derive(Debug)]
pub struct ClientRows {
    /// The client.
    pub client: OAuthClient,
    /// Scopes that it also works without.
    pub optional_scope: Vec<String>,
    /// SHA-256 of its secret.
    pub secret_hash: Option<String>,
    /// Deletion, ISO 8601 UTC.
    pub date_deleted: Option<String>,
    /// Versions from the first; the last one is what holds.
    pub versions: Vec<VersionRow>,
    /// What people did with it.
    pub extras: Extras,
}

/// Rows about a client in other tables, by the names of their columns.
#[derive(Debug, Default)]
pub struct Extras {
    /// Of `approval_request`.
    pub requests: Vec<Value>,
    /// Of `client_block`.
    pub blocks: Vec<Value>,
    /// Of `user_grant`.
    pub grants: Vec<Value>,
    /// Of `token_use`.
    pub uses: Vec<Value>,
}

/// A version.
#[derive(Debug)]
pub struct VersionRow {
    /// Correlation id of the request that made it.
    pub request_id: String,
    /// What it made true.
    pub after: OAuthAuthorization,
}

impl ClientRows {
    /// Row of `client`.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn client_row(&self) -> serde_json::Result<Value> {
        Ok(json!({
            "id": self.client.id,
            "name_folded": fold(self.client.display_name()),
            "kind": self.client.kind,
            "date_created": self.client.date_created,
            "date_deleted": self.date_deleted,
            "secret_hash": self.secret_hash,
            "optional_scope": serde_json::to_string(&self.optional_scope)?,
            "document": serde_json::to_string(&self.client)?,
        }))
    }

    /// Row of `client_authorization`.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn authorization_row(&self) -> serde_json::Result<Option<AuthorizationRow>> {
        let last = self.versions.last();
        last.map(|last| AuthorizationRow::new(&last.after))
            .transpose()
    }

    /// Rows of `authorization_version`.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn version_rows(&self) -> serde_json::Result<Vec<Value>> {
        let mut before: Option<String> = None;
        let mut rows = Vec::new();
        for version in &self.versions {
            let after = &version.after;
            let document = AuthorizationRow::new(after)?.document;
            let author = after.modified_by.as_ref();
            rows.push(json!({
                "client_id": after.client.id,
                "version": after.version,
                "date": after.date_modified,
                "author_id": author.map(|author| &author.id),
                "author_name": author.and_then(|author| author.name.as_deref()),
                "note": after.note,
                "request_id": version.request_id,
                "before": before.replace(document.clone()),
                "after": document,
            }));
        }
        Ok(rows)
    }
}
