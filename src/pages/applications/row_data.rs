//! What the cells of a row are made of.

use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization};

use crate::api::Load;
use crate::erased::Writable;
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;

/// A row, for its cells.
pub struct RowData {
    /// What the row stands for.
    pub one: OAuthAuthorization,
    /// Its name, as it is shown.
    pub name: String,
    /// Names of the roles on screen.
    pub roles: Load<Vec<DomainOrganizationRole>>,
    /// What the dialog asks about that revokes.
    pub revoking: Writable<Option<RevokeTarget>>,
}

impl RowData {
    /// Where it is reviewed.
    pub fn to(&self) -> Route {
        Route::review(&self.one.client.id)
    }

    /// Whether it waits for a decision.
    pub fn is_pending(&self) -> bool {
        self.one.state == AuthorizationState::Requested
    }
}
