//! Reads JSON of the contract field by field, as far as pages show it: serde's visitors, which say
//! the same, are many times the size.

use std::cell::Cell;
use std::rc::Rc;

use countersign_contract::{
    Access, App, ApprovalRequest, ApprovalState, AuthorizationState, AuthorizationVersion,
    Capabilities, ClientKind, DomainOrganizationRole, EntityRef, ErrorBody, ErrorCode, ErrorDetail,
    Feature, Grant, GrantType, Impact, OAuthAuthorization, OAuthClient, OAuthScope, Organization,
    Paged, Preview, Publisher, Requirement, Risk, RoleRef, UserAuthorization, UserMe,
};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::read::NotOfTheContract;

/// A type that is read field by field.
pub trait Known {
    /// Takes an object apart.
    fn of(from: &Fields) -> Self;
}

/// Takes parsed JSON apart.
///
/// # Errors
/// [`NotOfTheContract`] where a value is missing or of another type.
pub fn read_known<T: Known>(json: JsValue) -> Result<T, NotOfTheContract> {
    let odd = Rc::new(Cell::new(false));
    let known = T::of(&Fields::new(json, &odd));
    if odd.get() {
        Err(NotOfTheContract)
    } else {
        Ok(known)
    }
}

/// An object. What is absent or null is the default of the contract. What is missing or of another
/// type is noted, and read as a default: a way out at each field would be most of the code.
pub struct Fields {
    object: JsValue,
    odd: Rc<Cell<bool>>,
}

impl Fields {
    fn new(json: JsValue, odd: &Rc<Cell<bool>>) -> Self {
        let fields = Self {
            object: json,
            odd: odd.clone(),
        };
        if !fields.object.is_object() || Array::is_array(&fields.object) {
            fields.note();
        }
        fields
    }

    fn note(&self) {
        self.odd.set(true);
    }

    fn get(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(&self.object, &JsValue::from_str(name)).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    /// The value as `of` has it; noted where that has none.
    fn some<T>(&self, name: &str, of: fn(&JsValue) -> Option<T>) -> Option<T> {
        let value = self.get(name)?;
        let read = of(&value);
        if read.is_none() {
            self.note();
        }
        read
    }

    fn some_text(&self, name: &str) -> Option<String> {
        self.some(name, JsValue::as_string)
    }

    fn text(&self, name: &str) -> String {
        self.some_text(name).unwrap_or_default()
    }

    fn id(&self) -> String {
        self.some_text("id").unwrap_or_else(|| {
            self.note();
            String::new()
        })
    }

    fn some_number(&self, name: &str) -> Option<u32> {
        self.some(name, |value| {
            let number = value.as_f64()?;
            let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole and in range"
            )]
            is_whole.then_some(number as u32)
        })
    }

    fn number(&self, name: &str) -> u32 {
        self.some_number(name).unwrap_or_default()
    }

    fn must_number(&self, name: &str) -> Option<u32> {
        let number = self.some_number(name);
        if number.is_none() {
            self.note();
        }
        number
    }

    fn some_flag(&self, name: &str) -> Option<bool> {
        self.some(name, JsValue::as_bool)
    }

    fn flag(&self, name: &str) -> bool {
        self.some_flag(name).unwrap_or_default()
    }

    fn items(&self, name: &str) -> Array {
        self.some(name, |value| value.dyn_ref::<Array>().cloned())
            .unwrap_or_default()
    }

    fn some_texts(&self, name: &str) -> Option<Vec<String>> {
        self.get(name)?;
        let text = |item: JsValue| {
            item.as_string().unwrap_or_else(|| {
                self.note();
                String::new()
            })
        };
        Some(self.items(name).iter().map(text).collect())
    }

    fn texts(&self, name: &str) -> Vec<String> {
        self.some_texts(name).unwrap_or_default()
    }

    fn object(&self, name: &str) -> Option<Self> {
        Some(Self::new(self.get(name)?, &self.odd))
    }

    /// What must be there.
    fn must(&self, name: &str) -> Self {
        Self::new(self.get(name).unwrap_or_default(), &self.odd)
    }

    fn list<T: Known>(&self, name: &str) -> Vec<T> {
        let items = self.items(name);
        let item = |item: JsValue| T::of(&Self::new(item, &self.odd));
        items.iter().map(item).collect()
    }

    fn person(&self, name: &str) -> Option<EntityRef> {
        self.object(name).map(|person| EntityRef {
            id: person.text("id"),
            name: person.some_text("name"),
            self_uri: None,
        })
    }

    /// A list that must be there: an answer without it is no list, which is not the same as an
    /// empty one.
    fn entities<T: Known>(&self) -> Vec<T> {
        if self.get("entities").is_none() {
            self.note();
        }
        self.list("entities")
    }
}

/// A list, whole or a page of it.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// How many there are on all pages.
    pub total: u64,
    /// Those that came.
    pub entities: Vec<T>,
}

impl<T: Known> Known for List<T> {
    fn of(from: &Fields) -> Self {
        Self {
            total: from.number("total").into(),
            entities: from.entities(),
        }
    }
}

/// Only how many there are.
pub struct Total(pub u32);

impl Known for Total {
    fn of(from: &Fields) -> Self {
        from.must_number("total").map_or(Self(0), Self)
    }
}

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
        let params = from.object("messageParams").map(|params| {
            let names = Reflect::own_keys(&params.object).unwrap_or_default();
            let names = names.iter().filter_map(|name| name.as_string());
            names
                .map(|name| (name.clone(), params.text(&name)))
                .collect()
        });
        Self {
            code: ErrorCode::from_wire(&from.text("code")),
            context_id: from.text("contextId"),
            message_params: params,
            details: from.list("details"),
            current: from
                .object("current")
                .map(|current| Box::new(OAuthAuthorization::of(&current))),
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
