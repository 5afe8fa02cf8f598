//! What pages show of each type of the contract.

use countersign_contract::{
    Access, App, ApprovalRequest, ApprovalState, AuthorizationState, AuthorizationVersion,
    Capabilities, ClientKind, DomainOrganizationRole, ErrorBody, ErrorCode, ErrorDetail, Feature,
    Grant, GrantType, Impact, OAuthAuthorization, OAuthClient, OAuthScope, Organization, Paged,
    Preview, Publisher, Requirement, Risk, RoleRef, UserAuthorization, UserMe,
};

use super::read::{Fields, Known};
use crate::i18n::pairs;

impl Known for AuthorizationVersion {
    fn of(from: &Fields) -> Self {
        Self {
            version: from.must_number("version").unwrap_or_default(),
            date: from.text("date"),
            author: from.person("author"),
            state: state_of(from),
            scope: from.texts("scope"),
            roles: from.texts("roles"),
            note: from.some_text("note"),
            request_id: None,
        }
    }
}

fn state_of(from: &Fields) -> AuthorizationState {
    from.some_text("state")
        .map_or_else(AuthorizationState::default, |state| {
            AuthorizationState::from_wire(&state)
        })
}

impl Known for OAuthClient {
    fn of(from: &Fields) -> Self {
        let wire = |name| from.some_text(name);
        Self {
            id: from.id(),
            name: from.some_text("name"),
            description: from.some_text("description"),
            registered_redirect_uri: from.texts("registeredRedirectUri"),
            scope: from.texts("scope"),
            authorized_grant_type: wire("authorizedGrantType")
                .map(|wire| GrantType::from_wire(&wire)),
            date_created: from.some_text("dateCreated"),
            publisher: from.object("publisher").map(|publisher| Publisher {
                name: publisher.text("name"),
                domain: publisher.some_text("domain"),
                verified: publisher.flag("verified"),
            }),
            kind: wire("kind").map(|wire| ClientKind::from_wire(&wire)),
            first_party: from.some_flag("firstParty"),
            homepage_uri: from.some_text("homepageUri"),
            privacy_uri: from.some_text("privacyUri"),
            terms_uri: from.some_text("termsUri"),
            authorization_state: wire("authorizationState")
                .map(|wire| AuthorizationState::from_wire(&wire)),
            ..Self::default()
        }
    }
}

impl Known for OAuthAuthorization {
    fn of(from: &Fields) -> Self {
        Self {
            client: OAuthClient::of(&from.must("client")),
            scope: from.texts("scope"),
            roles: from.texts("roles"),
            date_created: from.some_text("dateCreated"),
            date_modified: from.some_text("dateModified"),
            created_by: from.person("createdBy"),
            modified_by: from.person("modifiedBy"),
            pending: from.flag("pending"),
            state: state_of(from),
            version: from.some_number("version"),
            note: from.some_text("note"),
            last_used: from.some_text("lastUsed"),
            active_users30d: from.some_number("activeUsers30d"),
            ..Self::default()
        }
    }
}

impl<T: Known> Known for Paged<T> {
    fn of(from: &Fields) -> Self {
        Self {
            entities: from.entities(),
            page_size: from.number("pageSize"),
            page_number: from.number("pageNumber"),
            total: from.number("total").into(),
            page_count: from.number("pageCount"),
            first_uri: None,
            self_uri: None,
            next_uri: None,
            previous_uri: None,
            last_uri: None,
            state_counts: from.object("stateCounts").map(|counts| {
                let known = AuthorizationState::KNOWN.iter();
                let count = |state: &AuthorizationState| {
                    let count = counts.some_number(state.as_str())?;
                    Some((state.as_str().to_owned(), u64::from(count)))
                };
                known.filter_map(count).collect()
            }),
        }
    }
}

impl Known for ErrorDetail {
    fn of(from: &Fields) -> Self {
        Self {
            error_code: from.text("errorCode"),
            field_name: from.text("fieldName"),
        }
    }
}

impl Known for ErrorBody {
    fn of(from: &Fields) -> Self {
        let params = from.get("messageParams").and_then(|params| pairs(&params));
        Self {
            code: ErrorCode::from_wire(&from.text("code")),
            context_id: from.text("contextId"),
            message_params: params,
            details: from.list("details"),
            ..Self::default()
        }
    }
}

impl Known for Impact {
    fn of(from: &Fields) -> Self {
        Self {
            active_tokens: from.number("activeTokens"),
            active_users30d: from.number("activeUsers30d"),
            last_used: from.some_text("lastUsed"),
            unused_scopes: from.texts("unusedScopes"),
        }
    }
}

impl Known for Preview {
    fn of(from: &Fields) -> Self {
        Self {
            users_gaining: from.number("usersGaining"),
            users_losing: from.number("usersLosing"),
            active_users_losing: from.number("activeUsersLosing"),
            calls_lost30d: from.number("callsLost30d"),
        }
    }
}

impl Known for Capabilities {
    fn of(from: &Fields) -> Self {
        let features = from.texts("features");
        Self {
            contract: from.text("contract"),
            features: features
                .iter()
                .map(|name| Feature::from_wire(name))
                .collect(),
        }
    }
}

impl Known for RoleRef {
    fn of(from: &Fields) -> Self {
        Self {
            id: from.id(),
            name: from.text("name"),
        }
    }
}

impl Known for UserMe {
    fn of(from: &Fields) -> Self {
        Self {
            id: from.id(),
            name: from.text("name"),
            email: from.some_text("email"),
            authorization: from.object("authorization").map(|may| UserAuthorization {
                roles: may.list("roles"),
                permissions: may.texts("permissions"),
            }),
            organization: from
                .object("organization")
                .map(|organization| Organization {
                    id: organization.id(),
                    name: organization.text("name"),
                }),
            self_uri: None,
        }
    }
}

impl Known for DomainOrganizationRole {
    fn of(from: &Fields) -> Self {
        Self {
            id: from.id(),
            name: from.text("name"),
            description: from.some_text("description"),
            user_count: from.some_number("userCount"),
            ..Self::default()
        }
    }
}

impl Known for OAuthScope {
    fn of(from: &Fields) -> Self {
        Self {
            id: from.id(),
            description: from.some_text("description"),
            title: from.some_text("title"),
            group: from.some_text("group"),
            access: from
                .some_text("access")
                .map(|wire| Access::from_wire(&wire)),
            risk: from.some_text("risk").map(|wire| Risk::from_wire(&wire)),
            risk_reason: from.some_text("riskReason"),
            requirement: from
                .some_text("requirement")
                .map(|wire| Requirement::from_wire(&wire)),
            self_uri: None,
        }
    }
}

impl Known for ApprovalRequest {
    fn of(from: &Fields) -> Self {
        Self {
            id: from.id(),
            client: OAuthClient::of(&from.must("client")),
            user: from.person("user").unwrap_or_default(),
            user_roles: from.list("userRoles"),
            scope: from.texts("scope"),
            reason: from.text("reason"),
            // Absent is not open: nobody may be told that it waits.
            state: ApprovalState::from_wire(&from.text("state")),
            date_created: from.text("dateCreated"),
            date_handled: from.some_text("dateHandled"),
            handled_by: from.person("handledBy"),
            answer: from.some_text("answer"),
            approved_scope: from.some_texts("approvedScope"),
            self_uri: None,
        }
    }
}

impl Known for Grant {
    fn of(from: &Fields) -> Self {
        Self {
            client: OAuthClient::of(&from.must("client")),
            user: from.person("user").unwrap_or_default(),
            scope: from.texts("scope"),
            date_created: from.text("dateCreated"),
            date_modified: from.text("dateModified"),
            last_used: from.some_text("lastUsed"),
            active: from.flag("active"),
        }
    }
}

impl Known for App {
    fn of(from: &Fields) -> Self {
        Self {
            client: OAuthClient::of(&from.must("client")),
            launch_uri: from.some_text("launchUri"),
        }
    }
}
