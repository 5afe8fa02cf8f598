//! Authorizations: list, get, authorize, revoke (contract, compatible part, `paging`, `etag`).

use countersign_contract::inlined::AUTHORIZATIONS;
use countersign_contract::list::ListQuery;
use countersign_contract::{AuthorizationWrite, OAuthAuthorization, Paged};

use serde::Serialize;

use super::client::{Api, Method, body_of};
use super::error::ApiError;
use super::outside;
use super::read::List;
use super::reply::Answer;
use crate::route::query::{encode, with_query};

/// An authorization with the tag that a write of it has to match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// What is stored.
    pub authorization: OAuthAuthorization,
    /// Its `ETag`; absent where the backend has none.
    pub etag: Option<String>,
}

impl From<Answer<OAuthAuthorization>> for Stored {
    fn from(answer: Answer<OAuthAuthorization>) -> Self {
        Self {
            authorization: outside::authorization(answer.body),
            etag: answer.etag,
        }
    }
}

/// Body of a revoke.
#[derive(Serialize)]
struct Revoke<'a> {
    note: &'a str,
}

/// The address of an authorization, with what comes after it.
pub(super) fn path_of(client_id: &str, rest: &str) -> String {
    [AUTHORIZATIONS, "/", &encode(client_id), rest].concat()
}

impl Api {
    /// One page of the list (feature `paging`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_authorizations(
        self,
        query: ListQuery,
    ) -> Result<Paged<OAuthAuthorization>, ApiError> {
        let path = with_query(AUTHORIZATIONS, &query.to_params());
        let mut page: Paged<OAuthAuthorization> = self.look_up(path).await?.body;
        page.entities = page
            .entities
            .into_iter()
            .map(outside::authorization)
            .collect();
        Ok(page)
    }

    /// The whole list, from a backend without `paging`.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn all_authorizations(self) -> Result<List<OAuthAuthorization>, ApiError> {
        let mut list: List<OAuthAuthorization> =
            self.look_up(AUTHORIZATIONS.to_owned()).await?.body;
        list.entities = list
            .entities
            .into_iter()
            .map(outside::authorization)
            .collect();
        Ok(list)
    }

    /// One authorization; a known client that nobody decided on has state `Unauthorized`.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn get_authorization(self, client_id: &str) -> Result<Stored, ApiError> {
        self.look_up(path_of(client_id, "")).await.map(Stored::from)
    }

    /// Authorizes a client or changes its authorization.
    ///
    /// # Errors
    /// See [`ApiError`]; 412 where somebody else was first.
    pub async fn authorize(
        self,
        client_id: &str,
        etag: Option<&str>,
        write: &AuthorizationWrite,
    ) -> Result<Stored, ApiError> {
        let body = Some(body_of(write)?);
        let stored = self
            .write(Method::PUT, &path_of(client_id, ""), etag, body)
            .await
            .map(Stored::from)?;
        self.tell("cs-authorized", &[("clientId", client_id)]);
        Ok(stored)
    }

    /// Revokes an authorization, with a note for the history. Answers with the tag of what is
    /// stored from then on.
    ///
    /// # Errors
    /// See [`ApiError`]; 412 where somebody else was first.
    pub async fn revoke(
        self,
        client_id: &str,
        etag: Option<&str>,
        note: &str,
    ) -> Result<Option<String>, ApiError> {
        let note = note.trim();
        // No `serde_json::json!`: it would write numbers as well, for 10 KB of tables.
        let body = body_of(&Revoke { note })?;
        let body = (!note.is_empty()).then_some(body);
        let etag = self.delete(&path_of(client_id, ""), etag, body).await?;
        self.tell("cs-revoked", &[("clientId", client_id)]);
        Ok(etag)
    }
}
