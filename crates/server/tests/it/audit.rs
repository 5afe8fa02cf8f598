//! The audit: who did what, when, what held before and after, by which request.

use serde_json::{Value, json};
use sqlx::{Column as _, Connection as _, Row as _};

use crate::oauth::{DIRECTORY, authorize};
use crate::portal::{PARTNER_CRM, Person, Portal, Reply, authorization};

pub const EVENTS: &str = "SELECT action, actor_id, actor_name, date, client_id, before, after, request_id \
     FROM audit_event ORDER BY id";

pub const VERSIONS: &str = "SELECT version, author_id, author_name, date, note, before, after, request_id \
     FROM authorization_version WHERE client_id LIKE '%9d01' ORDER BY version";

pub const SCOPE: [&str; 2] = ["user-basic-info", "external-contacts"];

impl Portal {
    /// Rows of the database as objects, with what is JSON in them read.
    pub async fn rows(&self, sql: &'static str) -> Vec<Value> {
        let mut connection = sqlx::SqliteConnection::connect(self.database.to_str().unwrap())
            .await
            .unwrap();
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        let field = |row: &sqlx::sqlite::SqliteRow, at: usize| {
            let text: Option<String> = row.try_get_unchecked(at).unwrap();
            let read = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
            text.map_or(Value::Null, read)
        };
        let object = |row: &sqlx::sqlite::SqliteRow| {
            let columns = row.columns().iter();
            let fields = columns.map(|one| (one.name().to_owned(), field(row, one.ordinal())));
            fields.collect()
        };
        rows.iter().map(object).collect()
    }
}

/// The newest event, which has to be this action by this request, now.
pub async fn event(portal: &Portal, action: &str, reply: &Reply) -> Value {
    let row = last(portal, EVENTS, reply).await;
    assert_eq!(row["action"], action);
    row
}

/// The newest version of Partner CRM, which has to be by this request, now.
async fn version(portal: &Portal, reply: &Reply, state: &str, scope: &[&str]) -> Value {
    let row = last(portal, VERSIONS, reply).await;
    let after = &row["after"];
    assert_eq!(
        (&after["state"], &after["scope"]),
        (&json!(state), &json!(scope))
    );
    row
}

async fn last(portal: &Portal, sql: &'static str, reply: &Reply) -> Value {
    let row = portal.rows(sql).await.pop().unwrap();
    assert_eq!(row["request_id"], reply.header("inin-correlation-id"));
    assert_eq!(row["date"], portal.clock.iso());
    row
}

pub async fn me(person: &Person) -> Value {
    person.get("/api/v2/users/me").await.json()["id"].clone()
}

/// Asserts who did it, what held before and what after.
pub fn is(row: &Value, who: (&Value, &str), before: &Value, after: &Value) {
    let by = row.get("actor_id").or(row.get("author_id")).unwrap();
    let name = row.get("actor_name").or(row.get("author_name")).unwrap();
    assert_eq!((by, name), (who.0, &json!(who.1)), "{row}");
    assert_eq!((&row["before"], &row["after"]), (before, after));
}

#[tokio::test]
async fn a_decision_of_a_user_is_written_down_with_what_held_before() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let id = me(&agent).await;
    let who = (&id, "Inès Moreau");
    let path = authorize(&[("scope", &SCOPE.join(" "))]);
    let scope = json!({ "scope": SCOPE });
    admin.put(&authorization(PARTNER_CRM), scope.clone()).await;
    let allowed = json!({ "scope": SCOPE, "audience": "user" });
    for before in [&Value::Null, &scope] {
        let reply = agent.allow(&agent.asked(&path).await, None).await;
        let row = event(&portal, "consent.allowed", &reply).await;
        is(&row, who, before, &allowed);
        assert_eq!(row["client_id"], PARTNER_CRM);
    }
    let reply = agent.deny(&agent.asked(&path).await).await;
    let row = event(&portal, "consent.denied", &reply).await;
    is(&row, who, &Value::Null, &json!({ "asked": SCOPE }));

    let mine = format!("/api/v2/oauth/grants/me/{PARTNER_CRM}");
    let reply = agent.delete(&mine).await;
    let row = event(&portal, "grant.withdrawn", &reply).await;
    is(
        &row,
        who,
        &json!({ "user": id, "scope": SCOPE }),
        &Value::Null,
    );
}

#[tokio::test]
async fn an_administrators_consent_has_its_version_and_its_event() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = me(&admin).await;
    let who = (&id, "Ada Brandt");
    let path = authorize(&[("scope", &SCOPE.join(" "))]);
    let reply = admin.allow(&admin.asked(&path).await, None).await;
    let row = version(&portal, &reply, "Authorized", &SCOPE).await;
    is(&row, who, &Value::Null, &row["after"]);
    let row = event(&portal, "consent.allowed", &reply).await;
    let after = json!({ "scope": SCOPE, "audience": "organization" });
    is(&row, who, &Value::Null, &after);
}

#[tokio::test]
async fn a_consent_that_an_administrator_takes_back_is_written_down_in_the_administrators_name() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let body = json!({ "scope": SCOPE });
    admin.put(&authorization(PARTNER_CRM), body).await;
    portal.signed_in_to_crm(&agent).await;
    let user = me(&agent).await;
    let grant = format!(
        "{}/grants/{}",
        authorization(PARTNER_CRM),
        user.as_str().unwrap()
    );
    let reply = admin.delete(&grant).await;
    let row = event(&portal, "grant.withdrawn", &reply).await;
    let before = json!({ "user": user, "scope": SCOPE });
    is(
        &row,
        (&me(&admin).await, "Ada Brandt"),
        &before,
        &Value::Null,
    );
}

#[tokio::test]
async fn a_consent_without_a_question_is_written_down_once() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    let path = authorize(&[
        ("client_id", DIRECTORY),
        (
            "redirect_uri",
            "https://directory.harbourline.example/signed-in",
        ),
    ]);
    let reply = agent.get(&path).await;
    let row = event(&portal, "consent.implied", &reply).await;
    let scope = &row["after"]["scope"];
    assert!(scope.as_array().unwrap().contains(&json!("users")), "{row}");
    let who = me(&agent).await;
    is(
        &row,
        (&who, "Inès Moreau"),
        &Value::Null,
        &json!({ "scope": scope }),
    );
    assert_eq!(row["client_id"], DIRECTORY);
    // The second sign-in finds it.
    agent.get(&path).await;
    let implied = "SELECT count(*) FROM audit_event WHERE action = 'consent.implied'";
    assert_eq!(portal.count(implied).await, 1);
}

#[tokio::test]
async fn a_change_of_an_authorization_is_written_down_whole() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let id = me(&admin).await;
    let path = authorization(PARTNER_CRM);
    let put = async |scope: &[&str]| admin.put(&path, json!({ "scope": scope })).await;
    let restore = format!("{path}/versions/1/restore");
    let mut before = Value::Null;
    let mut written = async |reply: Reply, state: &str, scope: &[&str]| {
        let row = version(&portal, &reply, state, scope).await;
        is(&row, (&id, "Ada Brandt"), &before, &row["after"]);
        before = row["after"].clone();
        // So that the next one has another time.
        portal.clock.advance(60);
    };
    written(put(&SCOPE).await, "Authorized", &SCOPE).await;
    written(put(&["users"]).await, "Authorized", &["users"]).await;
    written(admin.delete(&path).await, "Revoked", &["users"]).await;
    let reply = admin.post(&restore, json!({})).await;
    written(reply, "Authorized", &SCOPE).await;
}

#[tokio::test]
async fn a_request_and_its_answer_are_written_down() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let (asks, answers) = (me(&agent).await, me(&admin).await);
    let ask = json!({ "clientId": PARTNER_CRM, "reason": "For sales.", "scope": SCOPE });
    let reply = agent.post("/api/v2/oauth/requests", ask).await;
    let request = reply.json()["id"].clone();
    version(&portal, &reply, "Requested", &SCOPE).await;
    let row = event(&portal, "request.asked", &reply).await;
    let after = json!({ "scope": SCOPE, "reason": "For sales." });
    is(&row, (&asks, "Inès Moreau"), &Value::Null, &after);

    let id = request.as_str().unwrap();
    let path = format!("/api/v2/oauth/requests/{id}/decision");
    let verdict = json!({ "decision": "approve", "reason": "Fine." });
    portal.clock.advance(60);
    let reply = admin.post(&path, verdict).await;
    let decided = version(&portal, &reply, "Authorized", &SCOPE).await;
    assert_eq!(decided["before"]["state"], "Requested");
    let row = event(&portal, "request.answered", &reply).await;
    let after = json!({ "state": "approved", "reason": "Fine." });
    is(
        &row,
        (&answers, "Ada Brandt"),
        &json!({ "request": request }),
        &after,
    );
}
