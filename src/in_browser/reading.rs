//! The pages read JSON as the server, and every other reader of the contract, does.

use countersign_contract::{
    ApprovalRequest, ApprovalState, AuthorizationVersion, Capabilities, ErrorBody, Grant, Impact,
    OAuthAuthorization, OAuthScope, Paged, Preview, UserMe, sample,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::api::{Known, List, read};

fn elsewhere<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn by_fields<T: Known>(text: &str) -> Option<T> {
    read(js_sys::JSON::parse(text).ok()?).ok()
}

/// Read field by field it is the same as serde has it, or is not read by either.
fn expect_same<T: Known + DeserializeOwned + Serialize>(text: &str) {
    let text_of = |read: Option<T>| read.map(|read| serde_json::to_string(&read).unwrap());
    assert_eq!(text_of(by_fields(text)), text_of(elsewhere(text)), "{text}");
}

#[wasm_bindgen_test]
fn what_pages_show_is_read_field_by_field_as_it_was_written() {
    for mut one in sample::authorizations() {
        let text = serde_json::to_string(&one).unwrap();
        // Not shown by any page.
        one.self_uri = None;
        one.resource_owner = None;
        one.client.self_uri = None;
        one.client.state = None;
        one.client.access_token_validity_seconds = None;
        let expected = serde_json::to_string(&one).unwrap();
        expect_same::<OAuthAuthorization>(&expected);
        let read: OAuthAuthorization = by_fields(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), expected);
    }
    for mut scope in sample::scopes().into_values() {
        scope.self_uri = None;
        expect_same::<OAuthScope>(&serde_json::to_string(&scope).unwrap());
    }
}

#[wasm_bindgen_test]
fn absent_null_unknown_and_wrong_values_are_read_alike_field_by_field() {
    for text in [
        "{}",
        r#"{"client":{"id":"x"}}"#,
        r#"{"client":{"id":null}}"#,
        r#"{"client":{"id":"x","scope":"all"}}"#,
        r#"{"client":{"id":"x"},"roles":[null]}"#,
        r#"{"client":{"id":"x"},"state":"Suspended","roles":null,"pending":null,"version":7,"new":[1]}"#,
        r#"{"client":{"id":"x"},"version":1.5}"#,
        r#"{"client":{"id":"x"},"pending":"yes"}"#,
        r#"{"client":{"id":"x","publisher":{"name":"P"}},"createdBy":{"id":"u"}}"#,
    ] {
        expect_same::<OAuthAuthorization>(text);
    }
    for text in [
        r#"{"id":"u","name":"Ada","authorization":{"permissions":["oauth:*:*"],"roles":[{"id":"r"}]}}"#,
        r#"{"id":"u","authorization":null,"organization":{"id":"o","name":"O"}}"#,
        r#"{"id":"u","organization":{}}"#,
        r#"{"name":"Ada"}"#,
    ] {
        expect_same::<UserMe>(text);
    }
    expect_same::<AuthorizationVersion>(
        r#"{"version":3,"scope":["a"],"state":"Revoked","note":"n"}"#,
    );
    expect_same::<AuthorizationVersion>(r#"{"scope":["a"]}"#);
    expect_same::<Impact>(r#"{"activeTokens":1,"activeUsers30d":2,"lastUsed":"x"}"#);
    expect_same::<Preview>(r#"{"usersLosing":1,"callsLost30d":null}"#);
    expect_same::<Capabilities>(r#"{"contract":"1","features":["paging","later"]}"#);
    expect_same::<Grant>(r#"{"client":{"id":"x"},"active":true,"scope":["a"]}"#);
    expect_same::<Grant>(r#"{"active":true}"#);
    expect_same::<Paged<OAuthScope>>(
        r#"{"entities":[{"id":"a","risk":"odd"}],"total":1,"stateCounts":{"Revoked":2}}"#,
    );
    let refused: ErrorBody = by_fields(
        r#"{"code":"weird.code","contextId":"c","details":null,"messageParams":{"name":"\u0000é😀"}}"#,
    )
    .unwrap();
    assert_eq!(refused.code.as_str(), "weird.code");
    assert_eq!(refused.message_params.unwrap()["name"], "\u{0}é😀");
}

#[wasm_bindgen_test]
fn a_request_without_a_state_does_not_wait() {
    let read: ApprovalRequest = by_fields(r#"{"id":"r","client":{"id":"x"}}"#).unwrap();
    assert_ne!(read.state, ApprovalState::Open);
    assert!(read.approved_scope.is_none(), "not known is not none");
}

#[wasm_bindgen_test]
fn what_is_no_list_is_not_read_as_one() {
    for text in [
        "null",
        "7",
        "[]",
        r#"{"ok":true}"#,
        r#"{"entities":null}"#,
        r#"{"entities":{}}"#,
        r#"{"entities":[7]}"#,
        r#"{"total":-1,"entities":[]}"#,
        r#"{"total":1.5,"entities":[]}"#,
        r#"{"total":"1","entities":[]}"#,
    ] {
        assert!(by_fields::<List<OAuthScope>>(text).is_none(), "{text}");
    }
}
