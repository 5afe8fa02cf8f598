//! The one organization of this portal.

use countersign_contract::{EntityRef, Organization};
use sqlx::Row as _;

use super::Store;
use crate::problem::Answer;

impl Store {
    /// The organization.
    ///
    /// # Errors
    /// The store failed.
    pub async fn organization(&self) -> Answer<Organization> {
        let row = sqlx::query("SELECT id, name FROM organization LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map_or_else(Organization::default, |row| Organization {
            id: row.get(0),
            name: row.get(1),
        }))
    }

    /// The organization as the owner of resources.
    pub(super) async fn resource_owner(&self) -> Answer<EntityRef> {
        let organization = self.organization().await?;
        Ok(EntityRef {
            self_uri: Some(format!(
                "{}/organizations/me",
                countersign_contract::API_BASE
            )),
            id: organization.id,
            name: Some(organization.name),
        })
    }
}
