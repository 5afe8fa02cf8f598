//! Approval requests (contract row `requests`).

use countersign_contract::{ApprovalDecision, ApprovalRequest};
use serde::Serialize;

use super::client::{Api, Method, body_of};
use super::error::ApiError;
use super::outside;
use super::read::{List, Total};
use crate::route::query::encode;

const PATH: &str = "/oauth/requests";

/// Where changes of the requests are told.
pub const REQUEST_EVENTS: &str = "/oauth/requests/events";

/// Body of a decision that closes requests.
#[derive(Serialize)]
struct Verdict<'a> {
    decision: &'a str,
    reason: &'a str,
}

impl Api {
    /// How many requests are open.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn count_open_requests(self) -> Result<u64, ApiError> {
        let Total(total) = self.look_up([PATH, "?state=open"].concat()).await?.body;
        Ok(total.into())
    }

    /// The requests, newest first: the open ones, and the newest of those that are handled.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_requests(self) -> Result<Vec<ApprovalRequest>, ApiError> {
        let list: List<ApprovalRequest> = self.look_up(PATH.to_owned()).await?.body;
        Ok(list.entities.into_iter().map(outside::request).collect())
    }

    /// Denies a request, or blocks its application.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where somebody else was first.
    pub async fn decide(
        self,
        id: &str,
        decision: &ApprovalDecision,
        reason: &str,
    ) -> Result<ApprovalRequest, ApiError> {
        let body = body_of(&Verdict {
            decision: decision.as_str(),
            reason: reason.trim(),
        })?;
        let path = [PATH, "/", &encode(id), "/decision"].concat();
        let body = Some(body);
        Ok(self.write(Method::POST, &path, None, body).await?.body)
    }
}
