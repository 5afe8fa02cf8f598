//! The consent screen: what is asked, and what was decided (contract row `consents`).

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;
use crate::{Access, ApprovalRequest, OAuthClient, Organization, Requirement, Risk, RoleRef};

open_enum! {
    /// State of a consent request. Only a pending one can be decided.
    #[derive(Default)]
    ConsentState {
        /// Waits for a decision.
        Pending = "pending",
        /// Allowed; never again.
        Allowed = "allowed",
        /// Denied; never again.
        Denied = "denied",
        /// Nobody decided in time. Also where the answer does not say: what is not known to be
        /// pending can't be decided.
        #[default]
        Expired = "expired",
    }
}

open_enum! {
    /// For whom the decision holds.
    Audience {
        /// For everybody in the organization, or those of some roles.
        Organization = "organization",
        /// For the signed-in user alone.
        User = "user",
    }
}

open_enum! {
    /// Why the user is asked.
    ConsentReason {
        /// The application is new here.
        NewApplication = "newApplication",
        /// It asks for more than before.
        NewScopes = "newScopes",
        /// It was revoked, or the consent withdrawn.
        Revoked = "revoked",
        /// The consent is too old.
        Expired = "expired",
        /// The application insists (`prompt=consent`).
        Prompted = "prompted",
        /// A public client can't prove who it is, so that every sign-in asks (RFC 9700 section 4.15).
        PublicClient = "publicClient",
        /// It asks for lasting access.
        Offline = "offline",
    }
}

open_enum! {
    /// Where the browser goes after the decision.
    RedirectKind {
        /// A site.
        Web = "web",
        /// A program on this device that listens on a loopback address (RFC 8252 section 7.3).
        Loopback = "loopback",
        /// An app on this device with a scheme of its own (RFC 8252 section 7.1).
        App = "app",
    }
}

open_enum! {
    /// Why the user can't decide.
    Blocked {
        /// The application is not authorized, and the user may not authorize it.
        Permission = "permission",
        /// It is authorized for roles that the user does not have.
        Role = "role",
        /// Administrators blocked it.
        Application = "application",
    }
}

open_enum! {
    /// The decision.
    Decision {
        /// Let it act.
        Allow = "allow",
        /// Do not.
        Deny = "deny",
    }
}

/// Where the browser goes after the decision, as far as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentRedirect {
    /// Kind; absent is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RedirectKind>,
    /// Host, with its port where there is one; the scheme of an app.
    #[serde(default, deserialize_with = "or_default")]
    pub host: String,
}

/// A scope that is asked for, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentScope {
    /// Scope id.
    pub id: String,
    /// Short name; absent where the scope is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Product area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Reads or changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// How much harm it can do; an unknown scope counts as high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// One sentence that says why it is of that risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_reason: Option<String>,
    /// Whether the application works without it; absent counts as required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Requirement>,
    /// Whether the catalogue has it.
    #[serde(default, deserialize_with = "or_default")]
    pub known: bool,
    /// Whether it is new since the last decision.
    #[serde(default, deserialize_with = "or_default")]
    pub new: bool,
    /// Whether it starts ticked.
    #[serde(default, deserialize_with = "or_default")]
    pub selected: bool,
}

/// What an application asks of somebody, as the consent screen shows it
/// (contract, ConsentRequest).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentRequest {
    /// Id, as in `/consent?request={id}`.
    pub id: String,
    /// When it ends undecided, ISO 8601 UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub expires_at: String,
    /// Seconds until then by the server's clock; 0 where it ended.
    #[serde(default, deserialize_with = "or_default")]
    pub expires_in: u32,
    /// State.
    #[serde(default, deserialize_with = "or_default")]
    pub state: ConsentState,
    /// When it was decided, ISO 8601 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<String>,
    /// The application.
    pub client: OAuthClient,
    /// Who is signed in.
    pub user: ConsentUser,
    /// The organization.
    #[serde(default, deserialize_with = "or_default")]
    pub organization: Organization,
    /// Where the browser goes next.
    #[serde(default, deserialize_with = "or_default")]
    pub redirect: ConsentRedirect,
    /// For whom the decision holds; absent where the user can't decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// Why the user is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ConsentReason>,
    /// When it was decided before: of a consent with new scopes, a revoked or an expired one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_date: Option<String>,
    /// What is asked for: required ones first, as the client lists them.
    #[serde(default, deserialize_with = "or_default")]
    pub scopes: Vec<ConsentScope>,
    /// Roles that may use the application now; empty is everyone.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<RoleRef>,
    /// Whether the user can allow; to deny is always possible while it is pending.
    #[serde(default, deserialize_with = "or_default")]
    pub can_decide: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Blocked>,
    /// The administrators' reason where `blocked` is `application`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_reason: Option<String>,
    /// The user's own approval request for this application: the open one, or the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<ApprovalRequest>,
    /// How many people can approve.
    #[serde(default, deserialize_with = "or_default")]
    pub approvers: u32,
    /// Own path that starts the same sign-in again; what an expired page goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart_uri: Option<String>,
    /// Own path that starts it again as somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_uri: Option<String>,
    /// Own path for an administrator: where the application is reviewed, with the asked scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_uri: Option<String>,
    /// Digest of what is shown; goes back with the decision.
    #[serde(default, deserialize_with = "or_default")]
    pub digest: String,
}

/// The signed-in user on the consent screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentUser {
    /// User id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Roles.
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<RoleRef>,
}

/// Body of `POST /oauth/consents/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentDecision {
    /// The decision.
    pub decision: Decision,
    /// Scope ids that are allowed; ignored when it is denied.
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Vec<String>,
    /// Only for the organization: role ids that may use it; absent keeps them, empty is everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// [`ConsentRequest::digest`] of what was shown.
    pub digest: String,
}

/// Answer to a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentOutcome {
    /// Where the browser goes now; made by the server.
    pub redirect_to: String,
}
