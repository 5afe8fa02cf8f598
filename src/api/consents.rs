//! Consents, and asking an administrator instead (contract rows `consents` and `requests`).

use std::time::Duration;

use countersign_contract::{
    Access, ApprovalAsk, ApprovalDecision, ApprovalRequest, ApprovalState, ApprovalVerdict,
    Audience, Blocked, ConsentDecision, ConsentReason, ConsentRedirect, ConsentRequest,
    ConsentScope, ConsentState, ConsentUser, OAuthClient, Organization, Publisher, RedirectKind,
    Requirement, Risk,
};

use super::client::{Api, Method, body_of};
use super::error::ApiError;
use super::read::{Fields, Known};
use crate::route::query::encode;

/// How often it is asked where nothing tells of changes; somebody sits and waits.
const POLL: Duration = Duration::from_secs(5);

fn path_of(id: &str) -> String {
    ["/oauth/consents/", &encode(id)].concat()
}

impl Api {
    /// What is asked of the signed-in user.
    ///
    /// # Errors
    /// See [`ApiError`]; 403 where it is asked of somebody else.
    pub async fn get_consent(self, id: &str) -> Result<ConsentRequest, ApiError> {
        Ok(self.look_up(path_of(id)).await?.body)
    }

    /// Decides; tells where the browser goes now. Sent once, whatever comes back.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where it was decided before, ended, or is not what was shown.
    pub async fn decide_consent(
        self,
        id: &str,
        decision: &ConsentDecision,
    ) -> Result<String, ApiError> {
        let Way(way) = self
            .write(Method::POST, &path_of(id), None, Some(body_of(decision)?))
            .await?
            .body;
        Ok(way)
    }

    /// Calls `changed` whenever [`Self::get_consent`] may answer something else.
    pub fn follow_consent(self, id: &str, changed: impl Fn() + Clone + 'static) {
        self.follow(&[path_of(id).as_str(), "/events"].concat(), POLL, changed);
    }

    /// Asks the administrators for an application, or gives another reason for it. What comes of
    /// it is part of the consent.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where administrators blocked it.
    pub async fn ask_approval(self, ask: &ApprovalAsk) -> Result<(), ApiError> {
        let Asked = self
            .write(Method::POST, "/oauth/requests", None, Some(body_of(ask)?))
            .await?
            .body;
        Ok(())
    }

    /// Takes a request of one's own back.
    ///
    /// # Errors
    /// See [`ApiError`]; 409 where it was handled before.
    pub async fn withdraw_request(self, id: &str) -> Result<(), ApiError> {
        let verdict = ApprovalVerdict {
            decision: ApprovalDecision::Withdraw,
            scope: None,
            roles: None,
            reason: None,
        };
        let path = ["/oauth/requests/", &encode(id), "/decision"].concat();
        let Asked = self
            .write(Method::POST, &path, None, Some(body_of(&verdict)?))
            .await?
            .body;
        Ok(())
    }
}

/// Answer to a decision.
struct Way(String);

impl Known for Way {
    fn of(from: &Fields) -> Self {
        Self(from.must_text("redirectTo"))
    }
}

/// Any approval request.
struct Asked;

impl Known for Asked {
    fn of(from: &Fields) -> Self {
        let _ = from.id();
        Self
    }
}

/// What the screen shows of a client.
fn client(from: &Fields) -> OAuthClient {
    let from = from.must("client");
    OAuthClient {
        id: from.id(),
        name: from.some_text("name"),
        publisher: from.object("publisher").map(|publisher| Publisher {
            name: publisher.text("name"),
            domain: None,
            verified: publisher.flag("verified"),
        }),
        ..OAuthClient::default()
    }
}

/// What the screen shows of the person's own approval request.
fn approval(from: &Fields) -> ApprovalRequest {
    ApprovalRequest {
        id: from.id(),
        // Absent is not open: nobody may be told that it waits.
        state: ApprovalState::from_wire(&from.text("state")),
        date_created: from.text("dateCreated"),
        date_handled: from.some_text("dateHandled"),
        handled_by: from.person("handledBy"),
        answer: from.some_text("answer"),
        ..ApprovalRequest::default()
    }
}

impl Known for ConsentScope {
    fn of(from: &Fields) -> Self {
        let wire = |name| from.some_text(name);
        Self {
            id: from.id(),
            title: wire("title"),
            description: wire("description"),
            group: None,
            access: wire("access").map(|access| Access::from_wire(&access)),
            risk: wire("risk").map(|risk| Risk::from_wire(&risk)),
            risk_reason: wire("riskReason"),
            requirement: wire("requirement").map(|needed| Requirement::from_wire(&needed)),
            known: from.flag("known"),
            new: from.flag("new"),
            selected: from.flag("selected"),
        }
    }
}

impl Known for ConsentRequest {
    fn of(from: &Fields) -> Self {
        let wire = |name| from.some_text(name);
        let user = from.must("user");
        let organization = from.object("organization");
        let redirect = from.object("redirect");
        Self {
            id: from.id(),
            expires_at: String::new(),
            expires_in: from.number("expiresIn"),
            state: wire("state").map_or_else(ConsentState::default, |state| {
                ConsentState::from_wire(&state)
            }),
            decided_at: wire("decidedAt"),
            client: client(from),
            user: ConsentUser {
                id: user.id(),
                name: user.text("name"),
                email: user.some_text("email"),
                roles: user.list("roles"),
            },
            organization: match organization {
                Some(organization) => Organization {
                    id: organization.text("id"),
                    name: organization.text("name"),
                },
                None => Organization::default(),
            },
            redirect: match redirect {
                Some(redirect) => ConsentRedirect {
                    kind: redirect
                        .some_text("kind")
                        .map(|kind| RedirectKind::from_wire(&kind)),
                    host: redirect.text("host"),
                },
                None => ConsentRedirect::default(),
            },
            audience: wire("audience").map(|audience| Audience::from_wire(&audience)),
            reason: wire("reason").map(|reason| ConsentReason::from_wire(&reason)),
            previous_date: wire("previousDate"),
            scopes: from.list("scopes"),
            roles: from.list("roles"),
            can_decide: from.flag("canDecide"),
            blocked: wire("blocked").map(|blocked| Blocked::from_wire(&blocked)),
            blocked_reason: wire("blockedReason"),
            request: from.object("request").as_ref().map(approval),
            approvers: from.number("approvers"),
            restart_uri: wire("restartUri"),
            switch_uri: wire("switchUri"),
            review_uri: wire("reviewUri"),
            digest: from.text("digest"),
        }
    }
}
