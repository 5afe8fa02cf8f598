//! The pages read JSON as the server, and every other reader of the contract, does.

use countersign::api::read;
use countersign_contract::{
    AuthorizationState, ErrorBody, Listing, OAuthAuthorization, OAuthScope, UserMe, sample,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_test::wasm_bindgen_test;

fn in_the_page<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(js_sys::JSON::parse(text).ok()?).ok()
}

fn elsewhere<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn expect_alike<T: DeserializeOwned + Serialize>(text: &str) {
    let text_of = |read: Option<T>| read.map(|read| serde_json::to_string(&read).unwrap());
    assert_eq!(
        text_of(in_the_page(text)),
        text_of(elsewhere(text)),
        "{text}"
    );
}

#[wasm_bindgen_test]
fn what_was_written_is_read_as_it_was() {
    for one in sample::authorizations() {
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(in_the_page(&text), Some(one));
    }
    for scope in sample::scopes().into_values() {
        let text = serde_json::to_string(&scope).unwrap();
        assert_eq!(in_the_page(&text), Some(scope));
    }
}

#[wasm_bindgen_test]
fn absent_null_and_unknown_values_are_read_alike() {
    let read: OAuthAuthorization = in_the_page(
        r#"{"client":{"id":"x","name":null,"scope":null,"new":{"a":[1]}},"state":"Suspended",
            "roles":null,"pending":null,"version":7,"extra":[null,{"deep":true}]}"#,
    )
    .unwrap();
    assert_eq!(
        read.state,
        AuthorizationState::Other("Suspended".to_owned())
    );
    assert_eq!(read.version, Some(7));
    assert!(read.roles.is_empty());
    for text in [
        "{}",
        r#"{"client":{"id":"x"}}"#,
        r#"{"client":{"id":null}}"#,
    ] {
        expect_alike::<OAuthAuthorization>(text);
    }
    expect_alike::<UserMe>(
        r#"{"id":"u","name":"Ada","authorization":{"permissions":["oauth:*:*"]}}"#,
    );
    expect_alike::<ErrorBody>(
        r#"{"code":"weird.code","status":412,"details":null,"messageParams":{"name":"\u0000é😀"}}"#,
    );
}

#[wasm_bindgen_test]
fn what_is_not_of_the_contract_is_not_read() {
    for text in [
        "null",
        "7",
        "\"{}\"",
        "[]",
        "{",
        "",
        r#"{"ok":true}"#,
        r#"{"entities":null}"#,
        r#"{"entities":{}}"#,
        r#"{"entities":[7]}"#,
        r#"{"total":-1,"entities":[]}"#,
        r#"{"total":1.5,"entities":[]}"#,
        r#"{"total":1e300,"entities":[]}"#,
        r#"{"total":"1","entities":[]}"#,
    ] {
        assert!(in_the_page::<Listing<OAuthScope>>(text).is_none(), "{text}");
    }
}
