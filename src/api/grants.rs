//! What users allowed, and what they can launch (contract rows `grants`, `apps`).

use countersign_contract::{App, Grant};

use super::client::Api;
use super::error::ApiError;
use super::read::List;
use crate::route::encode;

const MINE: &str = "/oauth/grants/me";

impl Api {
    /// What the signed-in user allowed.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_my_grants(self) -> Result<Vec<Grant>, ApiError> {
        let list: List<Grant> = self.look_up(MINE.to_owned()).await?.body;
        Ok(list.entities)
    }

    /// Takes back what the signed-in user allowed an application.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn withdraw_grant(self, client_id: &str) -> Result<(), ApiError> {
        let path = [MINE, "/", &encode(client_id)].concat();
        self.delete(&path, None, None).await.map(drop)
    }

    /// The applications that the signed-in user can launch.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_my_apps(self) -> Result<Vec<App>, ApiError> {
        let list: List<App> = self.look_up("/oauth/apps/me".to_owned()).await?.body;
        Ok(list.entities)
    }
}
