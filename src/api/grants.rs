//! What users allowed, and what they can launch (contract rows `grants`, `apps`).

use countersign_contract::{App, Grant, MAX_PAGE_SIZE};

use super::client::Api;
use super::error::ApiError;
use super::read::List;
use crate::route::query::{encode, with_query};

const MINE: &str = "/oauth/grants/me";

impl Api {
    /// What the signed-in user allowed; `total` also counts what the backend left out.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_my_grants(self) -> Result<List<Grant>, ApiError> {
        Ok(self.look_up(MINE.to_owned()).await?.body)
    }

    /// Takes back what the signed-in user allowed an application.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn withdraw_grant(self, client_id: &str) -> Result<(), ApiError> {
        let path = [MINE, "/", &encode(client_id)].concat();
        self.delete(&path, None, None).await.map(drop)
    }

    /// A page, from 1, of the applications that the signed-in user can launch. A backend may answer
    /// the whole list all the same.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_my_apps(self, page_number: u32) -> Result<List<App>, ApiError> {
        let params = [
            ("pageNumber", page_number.to_string()),
            ("pageSize", MAX_PAGE_SIZE.to_string()),
        ];
        let path = with_query("/oauth/apps/me", &params);
        Ok(self.look_up(path).await?.body)
    }
}
