//! Consents, and asking an administrator instead (contract rows `consents` and `requests`).

use countersign_contract::{
    ApprovalAsk, ApprovalDecision, ApprovalRequest, ApprovalVerdict, ConsentDecision,
    ConsentOutcome, ConsentRequest,
};

use super::client::{Api, body_of};
use super::error::ApiError;
use crate::route::encode;

fn path_of(id: &str) -> String {
    format!("/oauth/consents/{}", encode(id))
}

impl Api {
    /// What is asked of the signed-in user.
    ///
    /// # Errors
    /// See [`ApiError`]; 403 where it is asked of somebody else.
    pub async fn get_consent(self, id: &str) -> Result<ConsentRequest, ApiError> {
        self.get(&path_of(id)).await.map(|answer| answer.body)
    }

    /// Decides. Sent once, whatever comes back.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where it was decided before, ended, or is not what was shown.
    pub async fn decide_consent(
        self,
        id: &str,
        decision: &ConsentDecision,
    ) -> Result<ConsentOutcome, ApiError> {
        let body = body_of(decision)?;
        let answer = self.post(&path_of(id), None, Some(body)).await?;
        Ok(answer.body)
    }

    /// Where a stream says that [`Self::get_consent`] may answer something else.
    pub fn consent_events(self, id: &str) -> String {
        self.url(&format!("{}/events", path_of(id)))
    }

    /// Asks the administrators for an application, or gives another reason for it.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where administrators blocked it.
    pub async fn ask_approval(self, ask: &ApprovalAsk) -> Result<ApprovalRequest, ApiError> {
        let body = body_of(ask)?;
        let answer = self.post("/oauth/requests", None, Some(body)).await?;
        Ok(answer.body)
    }

    /// Takes a request of one's own back.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where it was handled before.
    pub async fn withdraw_request(self, id: &str) -> Result<ApprovalRequest, ApiError> {
        let verdict = ApprovalVerdict {
            decision: ApprovalDecision::Withdraw,
            scope: None,
            roles: None,
            reason: None,
        };
        let path = format!("/oauth/requests/{}/decision", encode(id));
        let body = body_of(&verdict)?;
        Ok(self.post(&path, None, Some(body)).await?.body)
    }
}
