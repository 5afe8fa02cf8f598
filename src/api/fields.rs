//! Reads JSON of the contract field by field. serde's visitors say the same at ten times the size,
//! so they are left to the types that are sent as well.

use std::collections::BTreeMap;

use countersign_contract::{
    Access, App, ApprovalRequest, ApprovalState, AuthorizationState, AuthorizationVersion,
    Capabilities, DomainOrganizationRole, EntityRef, Feature, Grant, Impact, OAuthClient,
    OAuthScope, Organization, Preview, Requirement, Risk, RoleRef, UserAuthorization, UserMe,
};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::read::{NotOfTheContract, read};

type Read<T> = Result<T, NotOfTheContract>;

/// A type that is read field by field.
pub trait Known: Sized {
    /// Takes an object apart.
    ///
    /// # Errors
    /// [`NotOfTheContract`] where a value is missing or of another type.
    fn of(from: &Fields) -> Read<Self>;
}

/// An object. What is absent or null is the default of the contract, a value of another type is an
/// error.
pub struct Fields(JsValue);

impl Fields {
    /// The fields of a value.
    ///
    /// # Errors
    /// [`NotOfTheContract`] where it is no object.
    pub fn new(json: JsValue) -> Read<Self> {
        let is_object = json.is_object() && !Array::is_array(&json);
        is_object.then_some(Self(json)).ok_or(NotOfTheContract)
    }

    pub(super) fn get(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    pub(super) fn some_text(&self, name: &str) -> Read<Option<String>> {
        self.get(name)
            .map(|value| value.as_string().ok_or(NotOfTheContract))
            .transpose()
    }

    pub(super) fn text(&self, name: &str) -> Read<String> {
        self.some_text(name).map(Option::unwrap_or_default)
    }

    pub(super) fn id(&self) -> Read<String> {
        self.some_text("id")?.ok_or(NotOfTheContract)
    }

    pub(super) fn some_number(&self, name: &str) -> Read<Option<u32>> {
        self.get(name).map(whole).transpose()
    }

    pub(super) fn number(&self, name: &str) -> Read<u32> {
        self.some_number(name).map(Option::unwrap_or_default)
    }

    pub(super) fn flag(&self, name: &str) -> Read<bool> {
        self.get(name)
            .map_or(Ok(false), |value| value.as_bool().ok_or(NotOfTheContract))
    }

    fn items(&self, name: &str) -> Read<Vec<JsValue>> {
        self.get(name).map_or(Ok(Vec::new()), |value| {
            let array: Array = value.dyn_into().map_err(|_| NotOfTheContract)?;
            Ok(array.iter().collect())
        })
    }

    pub(super) fn texts(&self, name: &str) -> Read<Vec<String>> {
        let text = |item: JsValue| item.as_string().ok_or(NotOfTheContract);
        self.items(name)?.into_iter().map(text).collect()
    }

    pub(super) fn object(&self, name: &str) -> Read<Option<Self>> {
        self.get(name).map(Self::new).transpose()
    }

    pub(super) fn list<T: Known>(&self, name: &str) -> Read<Vec<T>> {
        let items = self.items(name)?.into_iter();
        items.map(|item| T::of(&Self::new(item)?)).collect()
    }

    pub(super) fn person(&self, name: &str) -> Read<Option<EntityRef>> {
        let Some(person) = self.object(name)? else {
            return Ok(None);
        };
        Ok(Some(EntityRef {
            id: person.text("id")?,
            name: person.some_text("name")?,
            self_uri: None,
        }))
    }

    /// The texts of an object by name; none where it is no object.
    pub(super) fn pairs(&self, name: &str) -> BTreeMap<String, String> {
        let object = self.get(name);
        object.and_then(|object| pairs(&object)).unwrap_or_default()
    }

    fn client(&self) -> Read<OAuthClient> {
        read(self.get("client").ok_or(NotOfTheContract)?)
    }
}

/// The texts of an object by name; what is no text is left out.
pub fn pairs(json: &JsValue) -> Option<BTreeMap<String, String>> {
    if !json.is_object() {
        return None;
    }
    let mut pairs = BTreeMap::new();
    for pair in Object::entries(json.unchecked_ref()).iter() {
        let pair: Array = pair.unchecked_into();
        if let (Some(name), Some(text)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.insert(name, text);
        }
    }
    Some(pairs)
}

/// A whole number. JSON has none of its own.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and within the bounds"
)]
fn whole(value: JsValue) -> Read<u32> {
    let number = value.as_f64().ok_or(NotOfTheContract)?;
    let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    is_whole.then_some(number as u32).ok_or(NotOfTheContract)
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
    fn of(from: &Fields) -> Read<Self> {
        // An answer without them is no list, which is not the same as an empty one.
        from.get("entities").ok_or(NotOfTheContract)?;
        Ok(Self {
            total: from.number("total")?.into(),
            entities: from.list("entities")?,
        })
    }
}

/// Only how many there are.
pub struct Total(pub u32);

impl Known for Total {
    fn of(from: &Fields) -> Read<Self> {
        from.some_number("total")?.map(Self).ok_or(NotOfTheContract)
    }
}

impl Known for AuthorizationVersion {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            version: from.some_number("version")?.ok_or(NotOfTheContract)?,
            date: from.text("date")?,
            author: from.person("author")?,
            state: from
                .some_text("state")?
                .map_or_else(AuthorizationState::default, |state| {
                    AuthorizationState::from_wire(&state)
                }),
            scope: from.texts("scope")?,
            roles: from.texts("roles")?,
            note: from.some_text("note")?,
            request_id: None,
        })
    }
}

impl Known for Impact {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            active_tokens: from.number("activeTokens")?,
            active_users30d: from.number("activeUsers30d")?,
            last_used: from.some_text("lastUsed")?,
            unused_scopes: from.texts("unusedScopes")?,
        })
    }
}

impl Known for Preview {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            users_gaining: from.number("usersGaining")?,
            users_losing: from.number("usersLosing")?,
            active_users_losing: from.number("activeUsersLosing")?,
            calls_lost30d: from.number("callsLost30d")?,
        })
    }
}

impl Known for Capabilities {
    fn of(from: &Fields) -> Read<Self> {
        let features = from.texts("features")?;
        Ok(Self {
            contract: from.text("contract")?,
            features: features
                .iter()
                .map(|name| Feature::from_wire(name))
                .collect(),
        })
    }
}

impl Known for RoleRef {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            id: from.id()?,
            name: from.text("name")?,
        })
    }
}

impl Known for UserMe {
    fn of(from: &Fields) -> Read<Self> {
        let authorization = from.object("authorization")?.map(|may| {
            Ok(UserAuthorization {
                roles: may.list("roles")?,
                permissions: may.texts("permissions")?,
            })
        });
        let organization = from.object("organization")?.map(|organization| {
            Ok(Organization {
                id: organization.id()?,
                name: organization.text("name")?,
            })
        });
        Ok(Self {
            id: from.id()?,
            name: from.text("name")?,
            email: from.some_text("email")?,
            authorization: authorization.transpose()?,
            organization: organization.transpose()?,
            self_uri: None,
        })
    }
}

impl Known for DomainOrganizationRole {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            id: from.id()?,
            name: from.text("name")?,
            description: from.some_text("description")?,
            user_count: from.some_number("userCount")?,
            ..Self::default()
        })
    }
}

impl Known for OAuthScope {
    fn of(from: &Fields) -> Read<Self> {
        let [access, risk, requirement] =
            ["access", "risk", "requirement"].map(|name| from.some_text(name));
        Ok(Self {
            id: from.id()?,
            description: from.some_text("description")?,
            title: from.some_text("title")?,
            group: from.some_text("group")?,
            access: access?.map(|wire| Access::from_wire(&wire)),
            risk: risk?.map(|wire| Risk::from_wire(&wire)),
            risk_reason: from.some_text("riskReason")?,
            requirement: requirement?.map(|wire| Requirement::from_wire(&wire)),
            self_uri: None,
        })
    }
}

impl Known for ApprovalRequest {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            id: from.id()?,
            client: from.client()?,
            user: from.person("user")?.unwrap_or_default(),
            user_roles: from.list("userRoles")?,
            scope: from.texts("scope")?,
            reason: from.text("reason")?,
            // Absent is not open: nobody may be told that it waits.
            state: ApprovalState::from_wire(&from.text("state")?),
            date_created: from.text("dateCreated")?,
            date_handled: from.some_text("dateHandled")?,
            handled_by: from.person("handledBy")?,
            answer: from.some_text("answer")?,
            approved_scope: from
                .get("approvedScope")
                .map(|_| from.texts("approvedScope"))
                .transpose()?,
            self_uri: None,
        })
    }
}

impl Known for Grant {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            client: from.client()?,
            user: from.person("user")?.unwrap_or_default(),
            scope: from.texts("scope")?,
            date_created: from.text("dateCreated")?,
            date_modified: from.text("dateModified")?,
            last_used: from.some_text("lastUsed")?,
            active: from.flag("active")?,
        })
    }
}

impl Known for App {
    fn of(from: &Fields) -> Read<Self> {
        Ok(Self {
            client: from.client()?,
            launch_uri: from.some_text("launchUri")?,
        })
    }
}
