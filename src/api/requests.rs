//! Approval requests (contract row `requests`).

use countersign_contract::{ApprovalDecision, ApprovalRequest, Listing};
use serde::{Deserialize, Serialize};

use super::client::{Api, body_of};
use super::error::ApiError;
use super::outside;
use crate::route::encode;

const PATH: &str = "/oauth/requests";

/// Where changes of the requests are told.
pub const REQUEST_EVENTS: &str = "/oauth/requests/events";

/// What of a list says how long it is.
#[derive(Deserialize)]
struct Total {
    total: u64,
}

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
        let path = [PATH, "?state=open"].concat();
        Ok(self.get::<Total>(&path).await?.body.total)
    }

    /// The requests, newest first: the open ones, and the newest of those that are handled.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_requests(self) -> Result<Vec<ApprovalRequest>, ApiError> {
        let list = self.get::<Listing<ApprovalRequest>>(PATH).await?;
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
