//! Clients of the demo, with the history of their authorizations.

use countersign_contract::{
    AuthorizationState, ClientKind, ClientState, EntityRef, GrantType, OAuthAuthorization,
    OAuthClient, Publisher, RoleDivision,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::id_of;
use super::people::{everybody, id_of_person};
use super::times;
use crate::clock::{Clock, iso};
use crate::randomness::digest;
use crate::store::UserRow;
use crate::store::rows::{ClientRows, Extras, VersionRow};

/// A client as `demo/clients.json` has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DemoClient {
    id: String,
    name: String,
    description: String,
    kind: String,
    grant: String,
    created: String,
    scope: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
    #[serde(default)]
    redirects: Vec<String>,
    publisher: Option<Publisher>,
    first_party: Option<bool>,
    homepage: Option<String>,
    privacy: Option<String>,
    terms: Option<String>,
    secret: Option<String>,
    #[serde(default)]
    role_divisions: Vec<String>,
    state: Option<String>,
    deleted: Option<String>,
    last_used: Option<String>,
    #[serde(default)]
    users: u32,
    #[serde(default)]
    history: Vec<DemoVersion>,
    initiate_login: Option<String>,
    #[serde(default)]
    requests: Vec<DemoRequest>,
    #[serde(default)]
    grants: Vec<DemoGrant>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DemoRequest {
    by: String,
    ago: String,
    reason: String,
    state: Option<String>,
    handled_by: Option<String>,
    handled_ago: Option<String>,
    answer: Option<String>,
}

#[derive(Debug, Deserialize)]
struct DemoGrant {
    by: String,
    ago: String,
    scope: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct DemoVersion {
    ago: String,
    by: Option<String>,
    state: String,
    scope: Vec<String>,
    roles: Vec<String>,
    note: Option<String>,
}

/// The clients as they are stored.
pub fn clients(clock: &Clock) -> Result<Vec<ClientRows>, String> {
    let all: Vec<DemoClient> = serde_json::from_str(include_str!("../../demo/clients.json"))
        .map_err(|error| error.to_string())?;
    let now = clock.seconds();
    all.iter().map(|demo| demo.rows(now)).collect()
}

fn at(now: i64, ago: &str) -> Result<String, String> {
    let ago = times::seconds(ago).ok_or_else(|| format!("'{ago}' is not a span"))?;
    Ok(iso(now - ago))
}

impl DemoClient {
    fn rows(&self, now: i64) -> Result<ClientRows, String> {
        let client = self.client(now)?;
        let mut versions: Vec<VersionRow> = Vec::new();
        for (number, version) in (1..).zip(&self.history) {
            let before = versions.last().map(|last| &last.after);
            let after = self.authorization(&client, version, before, number, now)?;
            versions.push(VersionRow {
                request_id: id_of("request", &format!("{}:{number}", self.id)),
                after,
            });
        }
        Ok(ClientRows {
            client,
            optional_scope: self.optional.clone(),
            secret_hash: self.secret.as_deref().map(digest),
            date_deleted: self
                .deleted
                .as_deref()
                .map(|ago| at(now, ago))
                .transpose()?,
            extras: self.extras(versions.len(), now)?,
            versions,
        })
    }

    fn extras(&self, versions: usize, now: i64) -> Result<Extras, String> {
        let mut extras = Extras {
            uses: self.uses(now)?,
            ..Extras::default()
        };
        for request in &self.requests {
            let state = request.state.as_deref().unwrap_or("open");
            let handled = request.handled_ago.as_deref().map(|ago| at(now, ago));
            let handled = handled.transpose()?;
            let approved = (state == "approved").then(|| json!(self.scope).to_string());
            extras.requests.push(json!({
                "id": id_of("request", &format!("{}:{}", self.id, request.by)),
                "client_id": self.id,
                "user_id": id_of_person(&request.by),
                "scope": json!(self.scope).to_string(),
                "reason": request.reason,
                "state": state,
                "date_created": at(now, &request.ago)?,
                "date_handled": handled,
                "handled_by_id": request.handled_by.as_deref().map(id_of_person),
                "handled_by_name": request.handled_by,
                "answer": request.answer,
                "approved_scope": approved,
            }));
            if state == "blocked" {
                extras.blocks.push(json!({
                    "client_id": self.id,
                    "reason": request.answer,
                    "date": handled,
                    "author_id": request.handled_by.as_deref().map(id_of_person),
                }));
            }
        }
        for grant in &self.grants {
            let ago = times::seconds(&grant.ago).ok_or("a grant has no span")?;
            let scope = json!(grant.scope).to_string();
            extras.grants.push(json!({
                "client_id": self.id,
                "user_id": id_of_person(&grant.by),
                "scope": scope,
                "shown": scope,
                "authorization_version": versions,
                "created_at": now - ago,
                "modified_at": now - ago,
            }));
        }
        Ok(extras)
    }

    /// Use by as many people as the demo says, within four weeks. The last scope is never used.
    fn uses(&self, now: i64) -> Result<Vec<Value>, String> {
        let Some(last) = &self.last_used else {
            return Ok(Vec::new());
        };
        let last = now - times::seconds(last).ok_or("lastUsed is not a span")?;
        let everybody = everybody().map_err(|error| error.to_string())?;
        let used = &self.scope[..self.scope.len().saturating_sub(1).max(1)];
        let people = everybody.iter().take(self.users as usize).zip(0..);
        let rows = people.map(|(name, index): (_, i64)| {
            let scope = &used[usize::try_from(index).unwrap_or_default() % used.len()];
            let day: String = iso(last - index % 28 * 86_400).chars().take(10).collect();
            json!({
                "client_id": self.id,
                "user_id": id_of_person(name),
                "scope": scope,
                "day": day,
                "calls": 1 + index * 7 % 40,
            })
        });
        Ok(rows.collect())
    }

    fn client(&self, now: i64) -> Result<OAuthClient, String> {
        let created = at(now, &self.created)?;
        let divisions = self.role_divisions.iter().map(|role| RoleDivision {
            role_id: id_of("role", role),
            division_id: "*".to_owned(),
        });
        Ok(OAuthClient {
            id: self.id.clone(),
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            registered_redirect_uri: self.redirects.clone(),
            scope: self.scope.clone(),
            authorized_grant_type: Some(GrantType::from_wire(&self.grant)),
            access_token_validity_seconds: Some(86_400),
            role_divisions: divisions.collect(),
            state: Some(ClientState::from_wire(
                self.state.as_deref().unwrap_or("active"),
            )),
            date_created: Some(created.clone()),
            date_modified: Some(created),
            publisher: self.publisher.clone(),
            kind: Some(ClientKind::from_wire(&self.kind)),
            first_party: Some(self.first_party.unwrap_or_default()),
            initiate_login_uri: self.initiate_login.clone(),
            homepage_uri: self.homepage.clone(),
            privacy_uri: self.privacy.clone(),
            terms_uri: self.terms.clone(),
            ..OAuthClient::default()
        })
    }

    fn authorization(
        &self,
        client: &OAuthClient,
        version: &DemoVersion,
        before: Option<&OAuthAuthorization>,
        number: u32,
        now: i64,
    ) -> Result<OAuthAuthorization, String> {
        let date = at(now, &version.ago)?;
        let who = version.by.as_deref().map(author);
        let state = AuthorizationState::from_wire(&version.state);
        let roles = version.roles.iter().map(|role| id_of("role", role));
        let used = self
            .last_used
            .as_deref()
            .map(|ago| at(now, ago))
            .transpose()?;
        Ok(OAuthAuthorization {
            client: client.clone(),
            scope: version.scope.clone(),
            roles: roles.collect(),
            date_created: before.map_or_else(|| Some(date.clone()), |one| one.date_created.clone()),
            created_by: before.map_or_else(|| who.clone(), |one| one.created_by.clone()),
            date_modified: Some(date),
            modified_by: who,
            pending: state == AuthorizationState::Requested,
            state,
            version: Some(number),
            note: version.note.clone(),
            last_used: used,
            active_users30d: Some(self.users),
            ..OAuthAuthorization::default()
        })
    }
}

fn author(name: &str) -> EntityRef {
    let user = UserRow {
        id: id_of_person(name),
        name: name.to_owned(),
        email: String::new(),
    };
    user.entity()
}
