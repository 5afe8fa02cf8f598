use proptest::prelude::*;

use super::*;

const ID: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02";
const OTHER: &str = "a1b7d0e4-7c1e-4d55-9a67-1f0f5b1c3c10";

/// Source, scopes, redirect; panics with the text where the ID is another.
fn facts(text: &str) -> (Source, String, Option<String>) {
    match read(text) {
        Pasted::ClientId(found) => {
            assert_eq!(found.client_id, ID, "{text}");
            (found.source, found.scopes.join(" "), found.redirect_host)
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn kind(text: &str) -> MalformedKind {
    match read(text) {
        Pasted::Malformed { looks_like } => looks_like,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn an_id_is_read_in_every_form_in_which_people_copy_it() {
    let bare = ID.replace('-', "");
    let upper = ID.to_uppercase();
    let dashes = ID.replace('-', "\u{2011}");
    let wrapped = ID.replacen("4d55-", "4d55-\r\n  ", 1);
    for text in [
        ID.to_owned(),
        format!("  {ID}\n"),
        format!("\"{ID}\","),
        format!("{{{upper}}}"),
        format!("<{ID}>"),
        format!("“{ID}”"),
        format!("\u{FEFF}{ID}\u{200B}"),
        format!("urn:uuid:{ID}"),
        bare,
        upper,
        dashes,
        wrapped,
        format!("{ID}."),
        format!("Please authorize {ID} for us, thanks."),
        format!("Wallboard ({ID})"),
    ] {
        assert_eq!(facts(&text), (Source::Id, String::new(), None), "{text}");
    }
}

#[test]
fn nothing_to_be_seen_is_empty() {
    for text in ["", "  \n\t", "\u{200B}\u{FEFF}"] {
        assert_eq!(read(text), Pasted::Empty);
    }
}

#[test]
fn an_authorize_url_gives_scopes_and_the_host_it_returns_to() {
    let url = |rest: &str| {
        format!("https://portal.example/oauth/authorize?response_type=code&client_id={ID}&{rest}")
    };
    for (rest, scopes, host) in [
        (
            "scope=users+analytics%3Areadonly+users&redirect_uri=https%3A%2F%2Fcrm.example%3A8443%2Fcb%3Fscope%3Devil",
            "users analytics:readonly",
            Some("crm.example"),
        ),
        ("scope=a%20b%C3%A9%20d%0Ae&state=1", "a d e", None),
        (
            "redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2F",
            "",
            Some("127.0.0.1"),
        ),
        (
            "redirect_uri=com.example.app%3A%2Fback#top",
            "",
            Some("com.example.app"),
        ),
        (
            "redirect_uri=https%3A%2F%2Fgood.example%40evil.example",
            "",
            Some("evil.example"),
        ),
        ("redirect_uri=javascript%3Aalert(1)", "", None),
        ("state=a1b7d0e4-7c1e-4d55-9a67-1f0f5b1c3c10", "", None),
    ] {
        assert_eq!(
            facts(&url(rest)),
            (
                Source::AuthorizeUrl,
                scopes.to_owned(),
                host.map(str::to_owned)
            ),
            "{rest}"
        );
    }
    for text in [
        format!("client_id={ID}&scope=a"),
        format!("https://p.example/#client_id={ID}&scope=a"),
        format!("<a href=\"https://p.example/authorize?scope=a&amp;client_id={ID}\">x</a>"),
        format!("curl 'https://p.example/authorize?client_id={ID}&scope=a'"),
        format!(r#"{{"url":"https:\/\/p.example\/authorize?client_id={ID}\u0026scope=a"}}"#),
        format!("https://p.example/login?to=%2Foauth%2Fauthorize%3Fclient_id%3D{ID}%26scope%3Da"),
    ] {
        assert_eq!(
            facts(&text),
            (Source::AuthorizeUrl, "a".to_owned(), None),
            "{text}"
        );
    }
}

#[test]
fn the_url_that_a_user_was_sent_is_known_as_such() {
    for text in [
        format!("https://portal/oauth/authorize/error?client_id={ID}"),
        format!("Look: https://portal/app#error=access_denied&client_id={ID} what now?"),
        format!("https://portal/consent?request=1&client_id={ID}"),
        format!("https://portal/#/consent?client_id={ID}&request={OTHER}"),
    ] {
        assert_eq!(facts(&text).0, Source::ErrorUrl, "{text}");
    }
}

#[test]
fn json_is_read_whole_or_in_part() {
    for text in [
        format!(
            r#"{{"clientId": "{ID}", "scope": "a b", "orgId": "{OTHER}", "redirect_uri": "https://crm.example/cb"}}"#
        ),
        format!(
            "\"client_id\" : \"{ID}\",\n  \"scopes\": [\n \"a\",\n \"b\"\n ],\n\"registeredRedirectUri\": [\"https://crm.example/cb\"],"
        ),
        format!("{{ clientId: '{ID}', scope: ['a', 'b'], redirectUri: `https://crm.example/cb` }}"),
        format!(
            r#"{{\"client_id\":\"{ID}\",\"scope\":\"a,b\",\"redirect_uri\":\"https://crm.example\"}}"#
        ),
        format!(
            r#"{{"id":"{ID}","scope":["a","b"],"registeredRedirectUri":["https://crm.example"]}}"#
        ),
    ] {
        assert_eq!(
            facts(&text),
            (
                Source::Json,
                "a b".to_owned(),
                Some("crm.example".to_owned())
            ),
            "{text}"
        );
    }
}

#[test]
fn lines_of_names_and_values_are_read() {
    for text in [
        format!("[oauth]\nclient_id = {ID}\nclient_secret = {OTHER}\nscope = a b ; all\n"),
        format!("export CLIENT_ID={ID}\r\nexport OAUTH_SCOPES=\"a b\" # here\r\nORG_ID={OTHER}"),
        format!("oauth:\n  clientId: {ID}\n  scopes:\n    - a\n    - b\n  org: {OTHER}\n"),
        format!("app.oauth.client-id={ID}\napp.oauth.scope=a,b\napp.org={OTHER}"),
        format!("Client ID: {ID}\nOrg ID: {OTHER}\nScopes: a, b"),
        format!("ID client\u{202F}: {ID}\nOrganisation\u{202F}: {OTHER}\nscope: a b"),
    ] {
        assert_eq!(
            facts(&text),
            (Source::Ini, "a b".to_owned(), None),
            "{text}"
        );
    }
}

#[test]
fn several_ids_are_offered_unless_one_is_named() {
    let both = vec![ID.to_owned(), OTHER.to_owned()];
    assert_eq!(
        kind(&format!("{ID} or {OTHER}, {ID}")),
        MalformedKind::SeveralIds(both.clone())
    );
    assert_eq!(
        kind(&format!("client_id={ID}\nclient_id={OTHER}")),
        MalformedKind::SeveralIds(both)
    );
    assert_eq!(
        facts(&format!(
            "tenant {OTHER}, client_id {OTHER}, client_id={ID}"
        ))
        .0,
        Source::Ini
    );
}

#[test]
fn a_part_of_an_id_is_counted_and_anything_else_is_no_id() {
    let short = |have| MalformedKind::TooShort { have, of: 36 };
    assert_eq!(kind("0b2f6a51-7c1e-4d55"), short(18));
    assert_eq!(kind("0b"), short(2));
    assert_eq!(
        kind("client_id=0b2f6a51-7c1e&state=a1b7d0e4-7c1e-4d55-9a67-1f0f5b1c3c10"),
        short(13)
    );
    assert_eq!(kind("please authorize 0b2f6a51-7c1e-4d55"), short(18));
    let too_long = format!("{ID}0");
    let stray = format!("clientId: wallboard, org: {OTHER}");
    for text in [
        "wallboard",
        "https://portal.example/",
        "2026-06-03 deadbeef",
        "client_id=",
        "\"\"",
        &too_long,
        &stray,
    ] {
        assert_eq!(kind(text), MalformedKind::NoId, "{text}");
    }
}

#[test]
fn what_is_taken_over_is_bounded() {
    let many: Vec<_> = (0..500).map(|at| format!("s{at}")).collect();
    let text = format!("client_id={ID}&scope={}", many.join("+"));
    assert_eq!(facts(&text).1.split(' ').count(), MAX_SCOPES);
    let far = format!("client_id = {ID}\n{}\nscope = late", "é".repeat(MAX_TEXT));
    assert_eq!(facts(&far).1, "");
    assert_eq!(kind(&"client_id=".repeat(20_000)), MalformedKind::NoId);
}

proptest! {
    #[test]
    fn any_text_is_read_and_what_is_found_is_sound(text in "(?s).{0,200}|([a-f0-9-]{1,36}|client_?[iI]d|scopes?|redirect_uri|[=:&?#%+\"'\\[\\]{} \n,é\\\\-]){0,40}") {
        if let Pasted::ClientId(found) = read(&text) {
            prop_assert!(found.client_id.len() == ID_LENGTH && is_start_of_id(&found.client_id));
            prop_assert!(found.scopes.iter().all(|id| is_valid_id(id)));
        }
    }

    #[test]
    fn an_id_in_a_query_is_found_whatever_stands_around(before in "[a-z=&+%]{0,20}", after in "(&(?s).{0,40})?") {
        let text = format!("https://portal.example/authorize?{before}&client_id={ID}{after}");
        if !after.to_lowercase().contains("client") {
            prop_assert_eq!(facts(&text).0 == Source::Ini, false);
        }
    }
}
