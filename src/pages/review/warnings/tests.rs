use countersign_contract::sample;
use proptest::prelude::*;

use super::*;

const NOW: i64 = 1_781_000_000; // 2026-06-09T10:13:20Z

fn old(id: &str, name: &str) -> OAuthClient {
    OAuthClient {
        date_created: None,
        registered_redirect_uri: vec!["https://app.lumen.example/back".to_owned()],
        ..sample::client(id, name)
    }
}

fn stranger(name: &str) -> OAuthClient {
    OAuthClient {
        publisher: None,
        ..old("another", name)
    }
}

#[test]
fn a_client_without_anything_odd_has_no_warning() {
    let all = sample::authorizations();
    assert_eq!(
        warnings(&all[0].client, &all, i64::MAX / 2),
        [Warning::RedirectOutsidePublisher {
            host: "wallboard.example".to_owned(),
            domain: "lumen.example".to_owned(),
        }]
    );
    assert_eq!(warnings(&old("x", "Unlike Any"), &all, NOW), []);
}

#[test]
fn a_name_close_to_an_authorized_one_is_named_with_its_publisher() {
    let all = sample::authorizations();
    let close = Warning::NameCloseTo {
        other_id: sample::WALLBOARD.to_owned(),
        other_name: "Wallboard".to_owned(),
        other_publisher: Some("Lumen Displays".to_owned()),
    };
    for name in [
        "Wallboard TV",
        "wall-board",
        "Wаllbоard",
        "Wal1board",
        "Wallbord",
    ] {
        assert_eq!(
            warnings(&stranger(name), &all, NOW),
            std::slice::from_ref(&close),
            "{name}"
        );
    }
    assert_eq!(
        warnings(&stranger("Wall\u{200B}board"), &all, NOW),
        [Warning::HiddenCharacters, close]
    );
}

#[test]
fn neither_a_revoked_one_nor_the_same_verified_publisher_nor_itself_is_close() {
    let all = sample::authorizations();
    assert_eq!(warnings(&stranger("Old Dialer"), &all, NOW), []);
    assert_eq!(warnings(&old("another", "Wallboard"), &all, NOW), []);
    let mut claimed = old("another", "Wallboard");
    if let Some(publisher) = &mut claimed.publisher {
        publisher.verified = false;
    }
    assert_eq!(
        warnings(&claimed, &all, NOW).len(),
        1,
        "a claim is not enough"
    );
    assert_eq!(
        warnings(
            &OAuthClient {
                id: sample::WALLBOARD.to_owned(),
                ..claimed
            },
            &all,
            NOW
        ),
        []
    );
}

#[test]
fn every_redirect_is_looked_at_and_each_fact_told_once() {
    let mut client = old("x", "Unlike Any");
    client.registered_redirect_uri = [
        "https://lumen.example/a",
        "https://LUMEN.example./a",
        "https://evil-lumen.example/a",
        "https://lumen.example@evil-lumen.example/b",
        "http://127.0.0.1:8080/",
        "lumen:/back",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(
        warnings(&client, &[], NOW),
        [
            Warning::RedirectOutsidePublisher {
                host: "evil-lumen.example".to_owned(),
                domain: "lumen.example".to_owned()
            },
            Warning::Loopback {
                host: "127.0.0.1".to_owned()
            },
            Warning::CustomScheme {
                scheme: "lumen".to_owned()
            },
        ]
    );
}

#[test]
fn a_domain_of_one_label_owns_nothing_below_it() {
    assert!(belongs("example", "example") && belongs("a.b.example", "b.example"));
    assert!(!belongs("evil.example", "example") && !belongs("xb.example", "b.example"));
}

#[test]
fn a_client_is_young_for_seven_days() {
    let on = |date: &str| OAuthClient {
        date_created: Some(date.to_owned()),
        ..old("x", "Unlike Any")
    };
    let days = |date: &str| match warnings(&on(date), &[], NOW).as_slice() {
        [Warning::Young { days }] => Some(*days),
        _ => None,
    };
    assert_eq!(days("2026-06-09T10:13:20Z"), Some(0));
    assert_eq!(days("2026-06-02T10:13:21Z"), Some(6));
    assert_eq!(days("2026-06-02T10:13:20Z"), None);
    assert_eq!(
        days("2027-01-01T00:00:00Z"),
        Some(0),
        "a clock that is ahead"
    );
    assert_eq!(days("yesterday"), None);
}

proptest! {
    #[test]
    fn whatever_a_registration_says_nothing_breaks(name in "(?s).{0,30}", uri in "(?s).{0,60}", date in "(?s).{0,30}", now in any::<i32>()) {
        let client = OAuthClient {
            registered_redirect_uri: vec![uri],
            date_created: Some(date),
            ..stranger(&name)
        };
        let found = warnings(&client, &sample::authorizations(), now.into());
        prop_assert!(found.len() <= 3 + MAX_CLOSE_NAMES);
    }
}
