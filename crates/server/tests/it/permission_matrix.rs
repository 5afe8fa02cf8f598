//! Who may do what, as one table; and every operation of the contract has its rows in it.

use axum::http::Method;
use serde_json::{Value, json};

use crate::oauth::{Tokens, authorize};
use crate::permission_table::{MATRIX, NEVER, ONESELF, READ, ROLES, WRITE};
use crate::portal::{Ask, PARTNER_CRM, Person, Portal, Reply};

/// Every scope that opens something, and one that opens nothing here.
const SCOPES: [&str; 6] = [
    "oauth",
    "oauth:readonly",
    "authorization",
    "authorization:readonly",
    "user-basic-info",
    "users",
];

fn call(person: &Person, method: &str, path: &str) -> Ask {
    let path = path
        .replace("{clientId}", PARTNER_CRM)
        .replace("{scopeId}", "users:readonly")
        .replace("{roleId}", "no-such-role")
        .replace("{userId}", "no-such-user")
        .replace("{version}", "999")
        .replace("{id}", "no-such-id");
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let ask = person.write(method.clone(), &path);
    if method == Method::PUT {
        return ask.json(&json!({ "scope": ["users"] }));
    }
    if method == Method::POST {
        let decision = if path.contains("/consents/") {
            "deny"
        } else {
            "approve"
        };
        return ask.json(&json!({ "decision": decision, "digest": "", "clientId": PARTNER_CRM }));
    }
    ask
}

/// The answer; of a stream only its head.
async fn answer(ask: Ask, path: &str) -> Reply {
    if path.ends_with("/events") {
        ask.head().await
    } else {
        ask.send().await
    }
}

/// The answer to a token of Partner CRM for this person.
async fn with_token(person: &Person, (method, path): (&str, &str), token: &str) -> Reply {
    let ask = call(person, method, path).header("authorization", &format!("Bearer {token}"));
    answer(ask, path).await
}

/// A token of Partner CRM that carries these scopes alone.
async fn token(portal: &Portal, person: &Person, scope: &[&str]) -> String {
    let path = authorize(&[("scope", &scope.join(" "))]);
    let code = person.code(&path, Some(scope)).await;
    let tokens = Tokens::of(&portal.redeem(&code).await);
    assert_eq!(tokens.scope, scope);
    tokens.access
}

#[tokio::test]
async fn every_role_gets_what_the_table_says() {
    let portal = Portal::new().await;
    for (method, path, expected, _) in MATRIX {
        // Signed in anew for every row, because one of them signs out.
        let people = [
            portal.admin().await,
            portal.viewer().await,
            portal.supervisor().await,
            portal.agent().await,
            portal.anonymous(),
        ];
        for (person, status) in people.iter().zip(expected) {
            let reply = answer(call(person, method, path), path).await;
            let code = match status {
                _ if method == "head" => "",
                401 => "authentication.required",
                403 => "missing.any.permissions",
                404 => "not.found",
                400 => "constraint.validation",
                _ => "",
            };
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (status, code),
                "{method} {path}: {}",
                reply.text
            );
        }
    }
}

#[tokio::test]
async fn a_token_without_a_scope_of_the_operation_is_refused_whoever_it_acts_for() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let catalogue = admin.get("/api/v2/oauth/scopes").await.json();
    let catalogue = catalogue["entities"].as_array().unwrap().iter();
    let known: Vec<_> = catalogue.map(|one| one["id"].as_str().unwrap()).collect();
    let others: Vec<_> = known
        .into_iter()
        .filter(|id| !SCOPES.contains(id))
        .collect();
    // One token for each scope, some with all the others (an address has an end), and one for each
    // list of scopes that carries all but those.
    let mut carried: Vec<Vec<&str>> = SCOPES.map(|scope| vec![scope]).to_vec();
    carried.extend(others.chunks(60).map(<[_]>::to_vec));
    for opens in [READ, WRITE, ROLES, ONESELF, NEVER] {
        let mut all_but = SCOPES.to_vec();
        all_but.retain(|scope| !opens.unwrap().contains(scope));
        carried.push(all_but);
    }
    let mut tokens = Vec::new();
    for scope in carried {
        tokens.push((token(&portal, &admin, &scope).await, scope));
    }
    for (method, path, _, opens) in MATRIX {
        let Some(opens) = opens else { continue };
        for (token, carried) in &tokens {
            if opens.iter().any(|scope| carried.contains(scope)) {
                continue;
            }
            let reply = with_token(&admin, (method, path), token).await;
            let code = if method == "head" {
                ""
            } else {
                "app.not.authorized.for.scope"
            };
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (403, code),
                "{method} {path} with {carried:?}"
            );
        }
    }
}

#[tokio::test]
async fn each_scope_of_an_operation_opens_it_to_a_token() {
    for (method, path, statuses, opens) in MATRIX {
        // A portal for every operation, because some of them change what its tokens may.
        let portal = Portal::new().await;
        let admin = portal.admin().await;
        for scope in opens.unwrap_or(&SCOPES) {
            let token = token(&portal, &admin, &[scope]).await;
            let reply = with_token(&admin, (method, path), &token).await;
            assert_eq!(
                reply.status.as_u16(),
                statuses[0],
                "{method} {path} with {scope}: {}",
                reply.text
            );
        }
    }
}

#[test]
fn every_operation_of_the_contract_is_in_the_table() {
    let document: Value =
        serde_json::from_str(&countersign_server::openapi_json().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            operations.push((method.clone(), path.clone()));
        }
    }
    let mut rows: Vec<_> = MATRIX
        .iter()
        .map(|(method, path, _, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    operations.sort();
    rows.sort();
    assert_eq!(operations, rows, "add a row to MATRIX for every operation");
}

#[tokio::test]
async fn a_refusal_names_the_missing_permission() {
    let portal = Portal::new().await;
    let reply = portal
        .viewer()
        .await
        .get("/api/v2/oauth/authorizations")
        .await;
    reply.is(403, "missing.any.permissions");
    assert_eq!(
        reply.json()["message"],
        "Unable to perform the requested action. You must have at least one of the following permissions assigned: [oauth:client:authorize]"
    );
    assert_eq!(
        reply.json()["messageParams"]["permissions"],
        "oauth:client:authorize"
    );
}

#[tokio::test]
async fn a_bearer_token_never_falls_back_to_the_cookie_and_nothing_else_overrides_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let with = async |values: &[&str]| {
        let ask = admin.ask(Method::GET, "/api/v2/users/me");
        let ask = values
            .iter()
            .fold(ask, |ask, value| ask.header("authorization", value));
        ask.send().await
    };
    for values in [
        &["Bearer x"][..],
        &["bearer x"],
        &["Bearer"],
        &["Bearer "],
        &["Bearer a b"],
        &["Bearer é"],
        &["Bearer\tx"],
        &["Bearer=x"],
        &["Bearer x", "Bearer x"],
        &["Basic eA==", "Bearer x"],
    ] {
        let reply = with(values).await;
        reply.is(401, "authentication.required");
        assert!(
            reply
                .header("www-authenticate")
                .contains("error=\"invalid_token\"")
        );
    }
    // A gateway in front passes on what browsers tell it.
    for values in [
        &["Basic dXNlcjpwYXNz"][..],
        &["Negotiate YIIabc"],
        &["Digest username=\"x\""],
        &["NTLM TlRMTVNTUAAB", "Basic eA=="],
        &["Bearerish x"],
        &["é"],
        &[""],
    ] {
        let reply = with(values).await;
        assert_eq!(reply.status, 200, "{values:?}");
    }
}
