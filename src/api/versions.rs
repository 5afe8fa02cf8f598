//! History of an authorization and what a change would do (contract rows `versions`, `impact`).

use countersign_contract::{
    AuthorizationVersion, AuthorizationWrite, Impact, OAuthAuthorization, Preview,
};

use super::authorizations::{Stored, path_of};
use super::client::{Api, Method, body_of};
use super::error::ApiError;
use super::outside;
use super::read::List;

impl Api {
    /// The versions of an authorization, newest first (feature `versions`). The oldest ones are
    /// left out where there are many; the total counts them.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_versions(
        self,
        client_id: &str,
    ) -> Result<List<AuthorizationVersion>, ApiError> {
        let mut list: List<AuthorizationVersion> =
            self.look_up(path_of(client_id, "/versions")).await?.body;
        list.entities = list.entities.into_iter().map(outside::version).collect();
        Ok(list)
    }

    /// Makes a version what is stored, as a new version.
    ///
    /// # Errors
    /// See [`ApiError`]; 412 where somebody else was first.
    pub async fn restore(
        self,
        client_id: &str,
        version: u32,
        etag: Option<&str>,
    ) -> Result<Stored, ApiError> {
        let path = path_of(client_id, &format!("/versions/{version}/restore"));
        self.write::<OAuthAuthorization>(Method::POST, &path, etag, None)
            .await
            .map(Stored::from)
    }

    /// How an application is used now (feature `impact`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn impact(self, client_id: &str) -> Result<Impact, ApiError> {
        let answer = self.look_up(path_of(client_id, "/impact")).await?;
        Ok(answer.body)
    }

    /// What saving would do (feature `impact`); nothing is stored.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn preview(
        self,
        client_id: &str,
        write: &AuthorizationWrite,
    ) -> Result<Preview, ApiError> {
        let path = path_of(client_id, "/preview");
        let body = Some(body_of(write)?);
        Ok(self.write(Method::POST, &path, None, body).await?.body)
    }
}
