//! Pages where a person asked and something is wrong.

use axum::http::Method;

use crate::oauth::authorize;
use crate::portal::{ORIGIN, Person, Portal, Reply};

/// As a browser asks for a page in a window.
async fn browse(person: &Person, path: &str, lang: &str) -> Reply {
    let headers = [
        ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("accept-language", lang),
    ];
    send_get(person, path, &headers).await
}

async fn send_get(person: &Person, path: &str, headers: &[(&str, &str)]) -> Reply {
    let ask = person.ask(Method::GET, path);
    let ask = headers
        .iter()
        .fold(ask, |ask, (name, value)| ask.header(name, value));
    ask.send().await
}

/// Asserts a page of the server with these words and the id of its request.
fn is_page(reply: &Reply, status: u16, words: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    assert!(
        reply.header("content-type").starts_with("text/html"),
        "{}",
        reply.text
    );
    let id = reply.header("inin-correlation-id");
    for words in words.iter().chain([&id]) {
        assert!(reply.text.contains(words), "{words}: {}", reply.text);
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_a_page_in_a_window_and_json_for_a_program() {
    let portal = Portal::new().await;
    let anyone = portal.anonymous();
    for path in [
        "/elsewhere",
        "/administrator",
        "/login/x",
        "/oauth/no-such-endpoint",
        "/%C3%A9",
    ] {
        let page = browse(&anyone, path, "en").await;
        is_page(
            &page,
            404,
            &[
                "There is no page here",
                "<a href=\"/\">Go to the start page</a>",
            ],
        );
        let page = browse(&anyone, path, "fr").await;
        is_page(&page, 404, &["Il n’y a pas de page ici", "lang=\"fr\""]);
        for accept in ["*/*", "application/json", "image/*,*/*;q=0.8"] {
            let reply = send_get(&anyone, path, &[("accept", accept)]).await;
            reply.is(404, "not.found");
        }
    }
    browse(&anyone, "/api/v2/nothing", "en")
        .await
        .is(404, "not.found");
    // A method that is not known has its page too.
    let page = browse(&anyone, "/oauth/token", "en").await;
    is_page(&page, 405, &["There is no page here"]);
    let json = [("accept", "text/html;q=0, application/json")];
    send_get(&anyone, "/elsewhere", &json)
        .await
        .is(404, "not.found");
}

#[tokio::test]
async fn a_slash_at_the_end_is_the_same_page() {
    let portal = Portal::new().await;
    let (anyone, admin) = (portal.anonymous(), portal.admin().await);
    let path = authorize(&[]).replacen('?', "/?", 1);
    let reply = browse(&admin, &path, "en").await;
    assert!(
        reply.header("location").starts_with("/consent?"),
        "{}",
        reply.text
    );
    for page in ["/login", "/logout", "/signed-in"] {
        let (one, other) = (
            browse(&anyone, page, "en").await,
            browse(&anyone, &format!("{page}/"), "en").await,
        );
        assert_eq!((one.status, &one.text), (other.status, &other.text));
        for header in ["cross-origin-opener-policy", "content-security-policy"] {
            assert_eq!(one.header(header), other.header(header), "{page}");
        }
    }
    let reply = browse(&anyone, "/consent/?request=x", "en").await;
    assert!(
        reply.header("location").starts_with("/login?next="),
        "{}",
        reply.text
    );
    let form = "username=agent%40demo.example&password=countersign-demo&next=%2Fapps";
    let ask = anyone.ask(Method::POST, "/login/").header("origin", ORIGIN);
    assert_eq!(
        ask.form(form.to_owned()).send().await.header("location"),
        "/apps"
    );
}

#[tokio::test]
async fn while_the_database_is_locked_people_get_pages_and_keep_what_they_typed() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let lock = portal.lock().await;
    let form =
        portal
            .anonymous()
            .sign_in_form("agent@demo.example", "countersign-demo", "/apps?x=1");
    let page = form.header("accept", "text/html").send().await;
    is_page(
        &page,
        503,
        &[
            "The portal can’t sign anybody in at the moment. You are not signed in.",
            "value=\"agent@demo.example\"",
            "name=\"next\" value=\"/apps?x=1\"",
            "role=\"alert\"",
        ],
    );
    assert!(page.header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(
        !page.text.contains("countersign-demo\""),
        "not the password"
    );
    let path = authorize(&[("state", "\"><b>")]);
    let page = browse(&admin, &path, "fr").await;
    is_page(
        &page,
        503,
        &[
            "Le portail ne peut pas répondre pour le moment",
            "Rien n’a été modifié",
            "Réessayer",
        ],
    );
    assert!(page.header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(
        page.text.contains("state=%22%3E%3Cb%3E") && !page.text.contains("<b>"),
        "{}",
        page.text
    );
    let out = admin.ask(Method::POST, "/logout").header("origin", ORIGIN);
    let page = out.header("accept", "text/html").send().await;
    is_page(
        &page,
        503,
        &[
            "It is not certain that what you sent was done.",
            "<a href=\"/logout\">",
        ],
    );
    drop(lock);
    assert_eq!(browse(&admin, &path, "fr").await.status, 303);
}
