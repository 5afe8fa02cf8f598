//! The built pages of the component.

use std::path::PathBuf;

use axum::http::Method;

use serde_json::Value;

use crate::portal::{Folder, Person, Portal, Reply, Setting};

async fn portal() -> (Portal, Folder) {
    let folder = Folder::new();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "index.html",
        "<!doctype html><head><title>app</title></head>",
    );
    write("pages-0123456789abcdef.js", "plain script");
    write("pages-0123456789abcdef.js.br", "brotli script");
    write("pages-0123456789abcdef.js.gz", "gzip script");
    write("pages_bg-0123456789abcdef.wasm", "wasm");
    write("boot.js", "boot");
    let pages: PathBuf = folder.path().to_owned();
    (
        Portal::with(Setting {
            pages: Some(pages),
            ..Setting::default()
        })
        .await,
        folder,
    )
}

async fn browse(person: &Person, path: &str) -> Reply {
    person
        .ask(Method::GET, path)
        .header("accept", "text/html,*/*;q=0.8")
        .send()
        .await
}

#[tokio::test]
async fn an_entry_page_needs_a_session_and_comes_back_to_where_it_was_asked() {
    let (portal, _folder) = portal().await;
    let reply = browse(&portal.anonymous(), "/admin/x?client=a&b=c").await;
    assert_eq!(reply.status.as_u16(), 303);
    assert_eq!(
        reply.header("location"),
        "/login?next=%2Fadmin%2Fx%3Fclient%3Da%26b%3Dc"
    );
    let admin = portal.admin().await;
    for (path, bundle) in [
        ("/admin", "app"),
        ("/admin/integrations/authorized-applications", "app"),
        ("/admin/integrations/authorized-applications/x", "app"),
        (
            "/admin/integrations/authorized-applications/requests",
            "app",
        ),
        ("/admin/integrations/oauth", "app"),
        ("/apps", "app"),
        ("/me/applications", "app"),
    ] {
        let reply = browse(&admin, path).await;
        assert!(
            reply.text.contains(&format!("<title>{bundle}</title>")),
            "{path}"
        );
        // Who is signed in stands in it.
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    let home = browse(&portal.anonymous(), "/").await;
    assert_eq!(
        home.header("location"),
        "/admin/integrations/authorized-applications"
    );
}

/// The answers that a page brings, by path.
fn brought(reply: &Reply) -> serde_json::Map<String, Value> {
    let start = "<script type=\"application/json\" id=\"answers\">";
    let (_, rest) = reply.text.split_once(start).unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let page: Value = serde_json::from_str(json).unwrap();
    assert_eq!(page["date"], reply.header("date"));
    page["answers"].as_object().unwrap().clone()
}

#[tokio::test]
async fn an_entry_page_brings_the_first_answers_as_the_api_gives_them() {
    const LIST: &str = "/admin/integrations/authorized-applications";
    let (portal, _folder) = portal().await;
    let admin = portal.admin().await;
    let answers = brought(&browse(&admin, LIST).await);
    let mut paths: Vec<_> = answers.keys().map(String::as_str).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "/oauth/authorizations?pageNumber=1&pageSize=25&sortBy=name&sortOrder=asc",
            "/oauth/capabilities",
            "/users/me?expand=authorization,organization",
        ]
    );
    for (path, brought) in &answers {
        let asked = admin.get(&format!("/api/v2{path}")).await;
        assert_eq!(asked.json(), *brought, "{path}");
    }
    // Another part of the list, or another page, asks on its own.
    for other in [
        &format!("{LIST}?state=Revoked"),
        "/admin/integrations/oauth",
        "/apps",
    ] {
        assert_eq!(brought(&browse(&admin, other).await).len(), 2, "{other}");
    }
}

#[tokio::test]
async fn an_entry_page_brings_no_list_to_those_who_may_not_see_it() {
    let (portal, _folder) = portal().await;
    for person in [portal.viewer().await, portal.agent().await] {
        let page = browse(&person, "/admin/integrations/authorized-applications").await;
        assert_eq!(brought(&page).len(), 2);
        assert!(!page.text.contains("Wallboard"), "{}", page.text);
    }
}

#[tokio::test]
async fn the_policy_of_an_entry_page_is_the_agreed_one() {
    let (portal, _folder) = portal().await;
    let reply = browse(&portal.admin().await, "/admin/x").await;
    assert_eq!(
        reply.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn html_never_answers_for_an_asset_or_the_api() {
    let (portal, _folder) = portal().await;
    let admin = portal.admin().await;
    for path in [
        "/admin/missing.js",
        "/admin/missing.wasm",
        "/apps/x.css",
        "/me/x.json",
        "/admin/x.svg",
        "/admin/x.map",
        "/missing.wasm",
        "/api/v2/missing",
        "/api",
    ] {
        let reply = browse(&admin, path).await;
        reply.is(404, "not.found");
        assert_eq!(reply.header("content-type"), "application/json", "{path}");
    }
    let posted = admin.write(Method::POST, "/admin/x").send().await;
    posted.is(404, "not.found");
    let script = admin
        .ask(Method::GET, "/admin/x")
        .header("accept", "application/json")
        .send()
        .await;
    script.is(404, "not.found");
}

#[tokio::test]
async fn hashed_assets_are_for_ever_and_others_are_asked_about() {
    let (portal, _folder) = portal().await;
    let anyone = portal.anonymous();
    let wasm = anyone.get("/pages_bg-0123456789abcdef.wasm").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        wasm.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let boot = anyone.get("/boot.js").await;
    assert_eq!(
        boot.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(boot.header("cache-control"), "no-cache");
    let again = anyone
        .ask(Method::GET, "/boot.js")
        .header("if-none-match", boot.header("etag"));
    assert_eq!(again.send().await.status.as_u16(), 304);
}

#[tokio::test]
async fn the_best_encoding_that_the_browser_takes_is_sent() {
    let (portal, _folder) = portal().await;
    for (accept, encoding, text) in [
        ("gzip, deflate, br", "br", "brotli script"),
        ("gzip", "gzip", "gzip script"),
        ("br;q=0, gzip", "gzip", "gzip script"),
        ("identity", "", "plain script"),
    ] {
        let ask = portal
            .anonymous()
            .ask(Method::GET, "/pages-0123456789abcdef.js");
        let reply = ask.header("accept-encoding", accept).send().await;
        assert_eq!(
            (reply.header("content-encoding"), reply.text.as_str()),
            (encoding, text),
            "{accept}"
        );
        assert_eq!(reply.header("vary"), "Accept-Encoding");
        assert_eq!(
            reply.header("content-type"),
            "text/javascript; charset=utf-8"
        );
    }
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_served() {
    let (portal, folder) = portal().await;
    std::fs::create_dir_all(folder.path().join("sub")).unwrap();
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/x",
        "/sub",
        "/sub/",
        "/..%2fx",
        "/%00",
        "/.hidden",
    ] {
        portal.anonymous().get(path).await.is(404, "not.found");
    }
}
