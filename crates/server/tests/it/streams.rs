//! Event streams: who hears what, and until when.

use axum::body::Body;
use axum::http::Method;
use http_body_util::BodyExt as _;
use serde_json::json;
use std::time::Duration;

use crate::oauth::{authorize, consent};
use crate::portal::{OLD_DIALER, PARTNER_CRM, Person, Portal, authorization};

/// What comes: an event, nothing, or the end.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Changed,
    Nothing,
    End,
}

/// Waits long for what must come.
async fn hear(body: &mut Body) -> Heard {
    hear_within(body, 20).await
}

/// Waits a second for what must not come.
async fn hear_nothing(body: &mut Body) -> bool {
    hear_within(body, 1).await == Heard::Nothing
}

async fn hear_within(body: &mut Body, seconds: u64) -> Heard {
    let heard = async {
        loop {
            let Some(frame) = body.frame().await else {
                return Heard::End;
            };
            let data = frame.unwrap().into_data().unwrap();
            if !data.starts_with(b":") {
                return Heard::Changed;
            }
        }
    };
    let heard = tokio::time::timeout(Duration::from_secs(seconds), heard).await;
    heard.unwrap_or(Heard::Nothing)
}

/// A stream after its first event.
async fn listen(person: &Person, path: &str) -> Body {
    let mut body = person.ask(Method::GET, path).body().await;
    assert_eq!(hear(&mut body).await, Heard::Changed);
    body
}

#[tokio::test]
async fn a_decision_rings_those_whom_it_concerns() {
    let portal = Portal::new().await;
    let (admin, agent, supervisor) = (
        portal.admin().await,
        portal.agent().await,
        portal.supervisor().await,
    );
    let body = json!({ "scope": ["user-basic-info"] });
    admin.put(&authorization(PARTNER_CRM), body.clone()).await;
    let events = async |person: &Person| {
        let id = person.asked(&authorize(&[])).await;
        listen(person, &format!("{}/events", consent(&id))).await
    };
    let mut requests = listen(&admin, "/api/v2/oauth/requests/events").await;
    let (mut own, mut other) = (events(&agent).await, events(&supervisor).await);

    // Another sign-in of the same person with the same application.
    agent.code(&authorize(&[]), None).await;
    assert_eq!(hear(&mut own).await, Heard::Changed);
    assert!(hear_nothing(&mut other).await && hear_nothing(&mut requests).await);

    admin.put(&authorization(OLD_DIALER), body.clone()).await;
    assert_eq!(hear(&mut requests).await, Heard::Changed);
    assert!(hear_nothing(&mut own).await && hear_nothing(&mut other).await);

    admin.delete(&authorization(PARTNER_CRM)).await;
    for stream in [&mut own, &mut other, &mut requests] {
        assert_eq!(hear(stream).await, Heard::Changed);
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session_its_person_or_the_permission() {
    let portal = Portal::new().await;
    let path = "/api/v2/oauth/requests/events";
    let (admin, stays) = (portal.admin().await, portal.admin().await);
    let (mut ends, mut goes_on) = (listen(&admin, path).await, listen(&stays, path).await);
    let out = admin
        .ask(Method::POST, "/logout")
        .header("origin", "http://127.0.0.1:8080");
    out.send().await;
    assert_eq!(hear(&mut ends).await, Heard::End, "signed out");
    assert!(hear_nothing(&mut goes_on).await);

    let admin = portal.admin().await;
    let mut ends = listen(&admin, path).await;
    admin.delete("/api/v2/tokens/me").await;
    assert_eq!(hear(&mut ends).await, Heard::End, "signed out by the API");

    // The next ring finds out what went beside the server.
    portal
        .execute("DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account WHERE email = 'admin@demo.example')")
        .await;
    let agent = portal.agent().await;
    let ask = json!({ "clientId": "57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", "reason": "Please." });
    agent.post("/api/v2/oauth/requests", ask).await.is(201, "");
    assert_eq!(
        hear(&mut goes_on).await,
        Heard::End,
        "may not hear any more"
    );
}

#[tokio::test]
async fn to_listen_is_no_use_of_a_session() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let mut stream = listen(&admin, "/api/v2/oauth/requests/events").await;
    portal.clock.advance(8 * 60 * 60 - 1);
    portal.store.bell().ring_application("x");
    assert_eq!(hear(&mut stream).await, Heard::Changed);
    portal.clock.advance(1);
    portal.store.bell().ring_application("x");
    assert_eq!(hear(&mut stream).await, Heard::End);
}
