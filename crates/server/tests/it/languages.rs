//! A language is added by a folder and a line in the list: nothing of the program names it.

use std::path::Path;

use axum::http::Method;
use countersign_server::languages::Languages;

use crate::oauth::authorize;
use crate::portal::{Folder, Person, Portal, Reply, Setting};

const LIST: &str = r#"[
    { "tag": "en", "name": "English", "direction": "ltr", "reviewed": "x" },
    { "tag": "xx", "name": "Xx", "direction": "rtl", "reviewed": null }
]"#;
const PAGE: &str = "<!doctype html><html lang=\"en\"><head></head></html>";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Built pages with a language that has a few texts.
fn pages() -> Folder {
    let folder = Folder::new();
    for (name, text) in [
        ("index.html", PAGE),
        ("consent.html", PAGE),
        ("locales/languages.json", LIST),
        (
            "locales/xx/server.json",
            r#"{"sign_in":"Xx <sign> in","too_many":"Xx {{minutes}} xx"}"#,
        ),
        (
            "locales/xx/scopes.json",
            r#"{"groups":{"people-and-access":"Xx group"},"scopes":{"users":{"title":"Xx users"}}}"#,
        ),
        ("locales/xx/consent.json", r#"{"decide.allow":"Xx allow"}"#),
    ] {
        write(folder.path(), name, text);
    }
    folder
}

async fn portal(folder: &Folder) -> Portal {
    let setting = Setting {
        pages: Some(folder.path().to_owned()),
        ..Setting::default()
    };
    Portal::with(setting).await
}

async fn ask(person: &Person, path: &str, languages: &str) -> Reply {
    let ask = person.ask(Method::GET, path);
    ask.header("accept-language", languages).send().await
}

#[tokio::test]
async fn a_listed_language_is_negotiated_by_weight() {
    let folder = pages();
    let portal = portal(&folder).await;
    for (wanted, tag) in [
        ("xx", "xx"),
        ("xx-YY", "xx"),
        ("xx-YY;q=0.5, en;q=0.4", "xx"),
        ("fr, xx;q=0.1", "xx"),
        ("en, xx;q=0.9", "en"),
        ("en;q=0, *", "xx"),
        ("xx;q=0, *", "en"),
        ("*", "en"),
        // Those that the program brings are not in this list.
        ("fr", "en"),
    ] {
        let reply = ask(&portal.anonymous(), "/login", wanted).await;
        assert_eq!(reply.header("content-language"), tag, "{wanted}");
        let vary = reply.header("vary").to_lowercase();
        assert!(vary.contains("accept-language"), "{wanted}");
    }
    // Another server of this process has a list of its own.
    let other = Portal::new().await;
    for (wanted, tag) in [("xx", "en"), ("fr", "fr")] {
        let reply = ask(&other.anonymous(), "/login", wanted).await;
        assert_eq!(reply.header("content-language"), tag, "{wanted}");
    }
}

#[tokio::test]
async fn the_sign_in_page_has_its_words_and_direction_and_english_for_what_it_lacks() {
    let folder = pages();
    let portal = portal(&folder).await;
    let reply = ask(&portal.anonymous(), "/login", "xx").await;
    for part in [
        "<html lang=\"xx\" dir=\"rtl\">",
        "<title>Xx &lt;sign&gt; in · Countersign</title>",
        "<h1>Xx &lt;sign&gt; in</h1>",
        "Email address",
        "authorizes applications",
    ] {
        assert!(reply.text.contains(part), "{part}: {}", reply.text);
    }
    let english = ask(&portal.anonymous(), "/login", "en").await;
    assert!(english.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn scopes_have_its_words_and_english_ones_for_what_it_lacks() {
    let folder = pages();
    let portal = portal(&folder).await;
    let agent = portal.agent().await;
    let scope = |languages| ask(&agent, "/api/v2/oauth/scopes/users", languages);
    let (own, english) = (scope("xx").await, scope("en").await);
    assert_eq!(own.header("content-language"), "xx");
    let (own, english) = (own.json(), english.json());
    assert_eq!(
        (&own["title"], &own["group"]),
        (&"Xx users".into(), &"Xx group".into())
    );
    for field in ["id", "description", "riskReason", "risk", "access"] {
        assert!(own[field].is_string(), "{field}");
        assert_eq!(own[field], english[field], "{field}");
    }
    let all = ask(&agent, "/api/v2/oauth/scopes", "xx").await.json();
    assert!(all["entities"].as_array().unwrap().contains(&own));
}

#[tokio::test]
async fn the_consent_screen_gets_its_words_and_the_digest_of_every_language() {
    let folder = pages();
    let portal = portal(&folder).await;
    let admin = portal.admin().await;
    let id = admin.asked(&authorize(&[("scope", "users")])).await;
    let page = ask(&admin, &format!("/consent?request={id}"), "xx").await;
    for part in [
        "<html lang=\"xx\" dir=\"rtl\">",
        "id=\"languages\">[{\"tag\":",
        "\"tag\":\"xx\"",
        "id=\"consent-texts\" lang=\"xx\">{\"decide.allow\":\"Xx allow\"}",
        "\"title\":\"Xx users\"",
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let list = "/admin/integrations/authorized-applications";
    let entry = ask(&admin, list, "xx").await;
    assert!(entry.text.contains("id=\"languages\">[{\"tag\":"));
    // Changed while the server runs, into what is no catalogue: the screen is there all the same.
    write(folder.path(), "locales/xx/consent.json", "{");
    let broken = ask(&admin, &format!("/consent?request={id}"), "xx").await;
    assert!(broken.text.contains("consent-request") && !broken.text.contains("consent-texts"));
    let english = ask(&admin, &format!("/consent?request={id}"), "en").await;
    assert!(english.text.contains("<html lang=\"en\">"));
    assert!(!english.text.contains("consent-texts"));
    let path = format!("/api/v2/oauth/consents/{id}");
    let (own, english) = (
        ask(&admin, &path, "xx").await.json(),
        ask(&admin, &path, "en").await.json(),
    );
    assert_eq!(own["scopes"][0]["title"], "Xx users");
    assert_eq!(english["scopes"][0]["title"], "Users");
    assert_eq!(own["digest"], english["digest"]);
}

#[test]
fn a_broken_list_or_catalogue_is_one_sentence_with_file_and_remedy() {
    const ONE: &str = r#"{"tag":"en","name":"English","direction":"ltr"}"#;
    let lines = |more: &str| format!("[{ONE},{more}]");
    let cases = [
        ("languages.json", "[".to_owned(), "Mend it, or remove it"),
        ("languages.json", "[]".to_owned(), "'en' is missing"),
        ("languages.json", lines(ONE), "'en' stands there twice"),
        (
            "languages.json",
            lines(r#"{"tag":"../x","name":"X","direction":"ltr"}"#),
            "'../x' is no language tag",
        ),
        (
            "languages.json",
            lines(r#"{"tag":"xx","name":"X","direction":"up"}"#),
            "rtl",
        ),
        (
            "languages.json",
            lines(r#"{"tag":"yy","name":"Y","direction":"ltr"}"#),
            "take the line of 'yy' out of languages.json",
        ),
        (
            "xx/server.json",
            "{".to_owned(),
            "take the line of 'xx' out",
        ),
        ("xx/server.json", "{\"a\":1}".to_owned(), "Mend the file"),
        ("xx/scopes.json", "[]1".to_owned(), "Mend the file"),
        ("xx/consent.json", "x".to_owned(), "Mend the file"),
        ("en/server.json", "x".to_owned(), "Mend the file"),
    ];
    for (file, text, words) in cases {
        let folder = pages();
        assert!(Languages::of_pages(folder.path()).is_ok());
        write(folder.path(), &format!("locales/{file}"), &text);
        let sentence = Languages::of_pages(folder.path()).unwrap_err();
        assert!(sentence.contains(words), "{file} {text}: {sentence}");
        let path = if words.contains("'yy'") {
            "locales/yy/server.json"
        } else {
            file
        };
        assert!(sentence.contains(path), "{file} {text}: {sentence}");
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
    }
}

#[test]
fn pages_without_a_list_have_the_languages_that_the_program_brings() {
    let folder = Folder::new();
    write(folder.path(), "index.html", PAGE);
    let tags = |languages: Languages| {
        let all = languages.all().iter();
        all.map(|language| language.tag.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        tags(Languages::of_pages(folder.path()).unwrap()),
        tags(Languages::embedded().unwrap())
    );
}

#[test]
fn english_texts_of_the_folder_count_before_those_of_the_program() {
    let folder = pages();
    write(
        folder.path(),
        "locales/en/server.json",
        r#"{"email":"Our address"}"#,
    );
    let languages = Languages::of_pages(folder.path()).unwrap();
    for language in languages.all() {
        assert_eq!(language.texts.email.plain(), "Our address");
        assert_eq!(language.texts.password.plain(), "Password");
    }
}
