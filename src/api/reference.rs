//! What the pages refer to: scopes, roles, clients, the user, what the backend can do.

use std::collections::BTreeMap;

use countersign_contract::inlined::{CAPABILITIES, ME};
use countersign_contract::list::ClientQuery;
use countersign_contract::{
    Capabilities, DomainOrganizationRole, OAuthClient, OAuthScope, Paged, UserMe,
};

use super::client::Api;
use super::error::ApiError;
use super::outside;
use super::read::List;
use crate::route::query::with_query;

impl Api {
    /// The signed-in user with roles, permissions and organization.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn get_me(self) -> Result<UserMe, ApiError> {
        let answer = self.look_up(ME.to_owned()).await?;
        Ok(outside::me(answer.body))
    }

    /// What the backend can do; 404 means nothing beyond the compatible part.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn get_capabilities(self) -> Result<Capabilities, ApiError> {
        match self.look_up(CAPABILITIES.to_owned()).await {
            Err(error) if error.status() == 404 => Ok(Capabilities::default()),
            answered => answered.map(|answer| answer.body),
        }
    }

    /// All scopes by id, texts in the language of the client.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_scopes(self) -> Result<BTreeMap<String, OAuthScope>, ApiError> {
        let list: List<OAuthScope> = self.look_up("/oauth/scopes".to_owned()).await?.body;
        let scopes = list.entities;
        // One by one: to collect them would sort them first.
        let mut by_id = BTreeMap::new();
        by_id.extend(scopes.into_iter().map(|scope| (scope.id.clone(), scope)));
        Ok(by_id)
    }

    /// Roles by id, with user counts; at most 100.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn get_roles(self, ids: &[String]) -> Result<Vec<DomainOrganizationRole>, ApiError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let params = [
            ("pageSize", "100".to_owned()),
            ("userCount", "true".to_owned()),
            (
                "id",
                ids.iter().take(100).cloned().collect::<Vec<_>>().join(","),
            ),
        ];
        let path = with_query("/authorization/roles", &params);
        let page: List<DomainOrganizationRole> = self.look_up(path).await?.body;
        Ok(page.entities.into_iter().map(outside::role).collect())
    }

    /// One page of the OAuth clients.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_clients(self, query: ClientQuery) -> Result<Paged<OAuthClient>, ApiError> {
        let path = with_query("/oauth/clients", &query.to_params());
        Ok(self.look_up(path).await?.body)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn sign_out(self) -> Result<(), ApiError> {
        self.delete("/tokens/me", None, None).await.map(drop)
    }
}
