//! Errors have one form, whatever went wrong; and writes of another site are refused.

use axum::http::Method;
use countersign_contract::CORRELATION_HEADER;
use serde_json::json;

use crate::portal::{ORIGIN, Portal, Reply, WALLBOARD, authorization};

fn has_its_context(reply: &Reply) {
    let id = reply.header(CORRELATION_HEADER);
    assert_eq!(id.len(), 36, "{reply:?}");
    let body = reply.json();
    assert_eq!(body["contextId"], id);
    assert_eq!(body["status"], reply.status.as_u16());
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(body["details"].is_array() && body["errors"].is_array());
}

#[tokio::test]
async fn every_error_has_a_body_with_the_id_of_its_response() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for (method, path, status, code) in [
        (Method::GET, "/api/v2/nothing", 404, "not.found"),
        (Method::GET, "/api/v9", 404, "not.found"),
        (Method::GET, "/oauth/unknown", 404, "not.found"),
        (
            Method::POST,
            "/api/v2/oauth/authorizations",
            405,
            "method.not.allowed",
        ),
        (
            Method::GET,
            "/api/v2/oauth/scopes/nothing",
            404,
            "not.found",
        ),
        (Method::GET, "/api/v2/oauth/clients/%FF", 400, "bad.request"),
        (
            Method::GET,
            "/api/v2/oauth/authorizations?pageSize=101",
            400,
            "invalid.query.param.value",
        ),
        (
            Method::GET,
            "/api/v2/oauth/clients?kind=partner",
            400,
            "invalid.query.param.value",
        ),
        (
            Method::GET,
            "/api/v2/authorization/roles?userCount=yes",
            400,
            "invalid.query.param.value",
        ),
    ] {
        let reply = admin.write(method, path).send().await;
        reply.is(status, code);
        has_its_context(&reply);
    }
    has_its_context(
        portal
            .anonymous()
            .get("/api/v2/users/me")
            .await
            .is(401, "authentication.required"),
    );
}

#[tokio::test]
async fn the_id_of_a_request_is_never_taken_from_the_caller() {
    let portal = Portal::new().await;
    let forged = "11111111-1111-4111-8111-111111111111";
    let ask = portal
        .anonymous()
        .ask(Method::GET, "/healthz")
        .header(CORRELATION_HEADER, forged);
    let reply = ask.send().await;
    assert_eq!(reply.json(), json!({ "status": "ok" }));
    assert_ne!(reply.header(CORRELATION_HEADER), forged);
    assert_eq!(reply.header(CORRELATION_HEADER).len(), 36);
}

#[tokio::test]
async fn a_method_that_is_not_known_says_which_are() {
    let portal = Portal::new().await;
    let reply = portal
        .admin()
        .await
        .write(Method::POST, "/api/v2/users/me")
        .send()
        .await;
    reply.is(405, "method.not.allowed");
    assert!(reply.header("allow").contains("GET"));
}

#[tokio::test]
async fn a_write_that_another_site_could_send_is_refused() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let body = json!({ "scope": [] });
    let before = portal
        .count("SELECT count(*) FROM authorization_version")
        .await;
    let headers: [&[(&str, &str)]; 6] = [
        &[],
        &[("origin", ORIGIN)],
        &[("x-requested-with", "countersign")],
        &[
            ("origin", "https://evil.example"),
            ("x-requested-with", "countersign"),
        ],
        &[("origin", "null"), ("x-requested-with", "countersign")],
        &[("origin", ORIGIN), ("x-requested-with", "XMLHttpRequest")],
    ];
    for (method, path) in [
        (Method::PUT, authorization(WALLBOARD)),
        (Method::DELETE, authorization(WALLBOARD)),
        (Method::DELETE, "/api/v2/tokens/me".to_owned()),
    ] {
        for set in headers {
            let mut ask = admin.ask(method.clone(), &path);
            for (name, value) in set {
                ask = ask.header(name, value);
            }
            ask.json(&body).send().await.is(403, "cross.origin.refused");
        }
    }
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_version")
            .await,
        before
    );
    assert_eq!(
        admin.get("/api/v2/users/me").await.status.as_u16(),
        200,
        "still signed in"
    );
}

#[tokio::test]
async fn a_body_of_another_type_or_too_large_is_refused() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let put = || admin.write(Method::PUT, &authorization(WALLBOARD));
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        put()
            .typed(content_type, "{\"scope\":[]}")
            .send()
            .await
            .is(415, "unsupported.media.type");
    }
    put().send().await.is(415, "unsupported.media.type");
    let large = json!({ "scope": [], "note": "x".repeat(70_000) });
    put().json(&large).send().await.is(413, "request.too.large");
    let charset = put().typed("application/json; charset=utf-8", "{\"scope\":[]}");
    charset.send().await.is(200, "");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused() {
    let portal = Portal::new().await;
    let path = format!("/api/v2/oauth/authorizations?name={}", "x".repeat(9000));
    portal.admin().await.get(&path).await.is(400, "bad.request");
}

#[tokio::test]
async fn large_json_is_compressed_and_never_stored() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for (accept, encoding) in [("gzip", "gzip"), ("br, gzip", "br"), ("identity", "")] {
        let ask = admin.ask(Method::GET, "/api/v2/oauth/authorizations");
        let reply = ask.header("accept-encoding", accept).send().await;
        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("cache-control"), "no-store");
    }
}
