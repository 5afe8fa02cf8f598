//! The sign-in page and its neighbours.

use axum::http::Method;

use crate::portal::{ORIGIN, Person, Portal, Reply, Setting};

#[tokio::test]
async fn the_sign_in_page_has_no_script_and_names_its_fields() {
    let portal = Portal::new().await;
    let page = portal
        .anonymous()
        .get("/login?next=/apps%3Fa%3D%22%3E%3Cb%3E")
        .await;
    assert!(!page.text.contains("<script") && !page.text.contains("style="));
    for part in [
        "<label for=\"username\">",
        "<label for=\"password\">",
        "autocomplete=\"current-password\"",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert_eq!(page.text.matches("autofocus").count(), 1);
    assert!(
        page.text.contains("value=\"/apps?a=%22%3E%3Cb%3E\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("agent@demo.example"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(
        portal
            .anonymous()
            .get("/login.css")
            .await
            .header("content-type"),
        "text/css; charset=utf-8"
    );
}

#[tokio::test]
async fn a_wrong_pair_keeps_the_name_and_says_one_sentence_for_every_cause() {
    let portal = Portal::new().await;
    let sentence = "The email address or the password is not right. Check both and try again.";
    let mut pages = Vec::new();
    for (email, password) in [
        ("admin@demo.example", "wrong"),
        ("nobody@demo.example", "countersign-demo"),
        ("tomasz.nowak@demo.example", "countersign-demo"),
        ("\"><script>", "x"),
        ("", ""),
    ] {
        let reply = portal.sign_in(email, password).await;
        assert_eq!(reply.status.as_u16(), 401);
        assert!(reply.header("set-cookie").is_empty());
        assert!(reply.text.contains(sentence) && reply.text.contains("aria-describedby=\"error\""));
        assert!(!reply.text.contains("<script>") && !reply.text.contains(">wrong<"));
        let kept = email
            .replace('"', "&quot;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        assert!(reply.text.contains(&format!("value=\"{kept}\"")));
        pages.push(reply.text.replace(&format!("value=\"{kept}\""), ""));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[1], pages[2]);
}

#[tokio::test]
async fn after_signing_in_only_own_paths_are_followed() {
    let portal = Portal::new().await;
    for (next, location) in [
        ("/admin/x?a=b&c=%20d#e", "/admin/x?a=b&c=%20d#e"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ] {
        let reply = portal
            .anonymous()
            .sign_in_to("agent@demo.example", "countersign-demo", next)
            .await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("location")),
            (303, location),
            "{next:?}"
        );
    }
}

/// A form that is sent with these headers.
async fn send(person: &Person, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut ask = person.ask(Method::POST, path);
    for (name, value) in headers {
        ask = ask.header(name, value);
    }
    let form = "username=agent%40demo.example&password=countersign-demo";
    ask.form(form.to_owned()).send().await
}

#[tokio::test]
async fn signing_in_and_out_from_another_site_is_refused() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    for path in ["/login", "/logout"] {
        for headers in [
            &[][..],
            &[("origin", "https://evil.example")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "cross-site")],
            &[("referer", "http://127.0.0.1:8080/login")],
        ] {
            let reply = send(&agent, path, headers).await;
            assert_eq!(reply.status.as_u16(), 403, "{path} {headers:?}");
            assert!(reply.header("set-cookie").is_empty());
            // The page says what to do, leads there, and carries the id for the log.
            assert!(
                reply
                    .text
                    .contains("open the page again and send the form from there.")
            );
            assert!(reply.text.contains(&format!("href=\"{path}\"")));
            assert!(reply.text.contains(reply.header("inin-correlation-id")));
        }
    }
    assert_eq!(agent.get("/api/v2/users/me").await.status.as_u16(), 200);
    assert_eq!(portal.count("SELECT count(*) FROM session").await, 1);
}

#[tokio::test]
async fn a_form_of_ours_is_taken_also_where_only_the_browser_says_so() {
    let portal = Portal::new().await;
    for headers in [("origin", ORIGIN), ("sec-fetch-site", "same-origin")] {
        let reply = send(&portal.anonymous(), "/login", &[headers]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text);
        let agent = portal.agent().await;
        let out = send(&agent, "/logout", &[headers]).await;
        assert_eq!(
            (out.status.as_u16(), out.header("location")),
            (303, "/login")
        );
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        agent
            .get("/api/v2/users/me")
            .await
            .is(401, "authentication.required");
    }
}

#[tokio::test]
async fn the_page_that_asks_whether_to_sign_out_signs_nobody_out() {
    let portal = Portal::new().await;
    let agent = portal.agent().await;
    for method in [Method::GET, Method::HEAD] {
        let page = agent.ask(method, "/logout").send().await;
        assert_eq!(page.status.as_u16(), 200);
        assert_eq!(page.header("set-cookie"), "");
    }
    let page = agent.get("/logout").await;
    assert!(
        page.text
            .contains("<form method=\"post\" action=\"/logout\">")
    );
    assert_eq!(agent.get("/api/v2/users/me").await.status.as_u16(), 200);
}

#[tokio::test]
async fn under_plain_http_the_cookie_is_kept_from_scripts_and_other_sites_too() {
    let portal = Portal::new().await;
    let reply = portal
        .sign_in("admin@demo.example", "countersign-demo")
        .await;
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("countersign_session="), "{cookie}");
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    // A browser would not keep it, and none goes to a whole domain.
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
}

#[tokio::test]
async fn under_https_the_cookie_is_bound_to_the_host() {
    let setting = Setting {
        public_url: Some("https://portal.example"),
        ..Setting::default()
    };
    let portal = Portal::with(setting).await;
    let reply = portal
        .sign_in("admin@demo.example", "countersign-demo")
        .await;
    let cookie = reply.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-countersign_session="),
        "{cookie}"
    );
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    let admin = portal.admin().await;
    assert_eq!(admin.get("/api/v2/users/me").await.status.as_u16(), 200);
    admin
        .delete("/api/v2/tokens/me")
        .await
        .is(403, "cross.origin.refused");
}

#[tokio::test]
async fn the_page_after_signing_in_again_says_to_close_it() {
    let portal = Portal::new().await;
    let page = portal.anonymous().get("/signed-in").await;
    assert!(
        page.text
            .contains("Close this tab and go on in the other one.")
    );
}

#[tokio::test]
async fn every_answer_keeps_frames_and_other_sites_away() {
    for (public_url, https) in [(None, false), (Some("https://portal.example"), true)] {
        let portal = Portal::with(Setting {
            public_url,
            ..Setting::default()
        })
        .await;
        let anyone = portal.anonymous();
        for path in [
            "/login",
            "/nowhere",
            "/api/v2/users/me",
            "/oauth/authorize",
            "/healthz",
            "/login.css",
        ] {
            let reply = anyone.get(path).await;
            assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
            assert!(
                reply
                    .header("content-security-policy")
                    .contains("frame-ancestors 'none'")
            );
            assert_eq!(
                reply.header("cross-origin-resource-policy"),
                "same-origin",
                "{path}"
            );
            let always = if https { "max-age=31536000" } else { "" };
            assert_eq!(reply.header("strict-transport-security"), always, "{path}");
        }
    }
}
