//! Approval requests (contract row `requests`).

use countersign_contract::{ApprovalDecision, ApprovalRequest, Listing};
use serde::Serialize;

use super::client::{Api, body_of};
use super::error::ApiError;
use super::outside;
use crate::route::encode;

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
    /// The requests, newest first: the open ones, or all of them with the newest handled ones.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_requests(self, only_open: bool) -> Result<Vec<ApprovalRequest>, ApiError> {
        let query = if only_open { "?state=open" } else { "" };
        let list = self
            .get::<Listing<ApprovalRequest>>(&[PATH, query].concat())
            .await?;
        Ok(list
            .body
            .entities
            .into_iter()
            .map(outside::request)
            .collect())
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
        let answer = self.post(&path, None, Some(body)).await?;
        Ok(answer.body)
    }
}
