//! Reading is tolerant: an older or newer backend never breaks the page.

use countersign_contract::*;

#[test]
fn absent_and_null_mean_the_same() {
    let bare: OAuthAuthorization = serde_json::from_str(r#"{"client":{"id":"x"}}"#).unwrap();
    let nulls: OAuthAuthorization = serde_json::from_str(
        r#"{"client":{"id":"x","name":null,"scope":null,"registeredRedirectUri":null,"state":null},
            "scope":null,"roles":null,"pending":null,"state":null,"createdBy":null,"version":null}"#,
    )
    .unwrap();
    assert_eq!(bare, nulls);
    assert_eq!(
        bare.state,
        AuthorizationState::Unauthorized,
        "absent is never approved"
    );
}

#[test]
fn unknown_fields_are_ignored_and_unknown_values_kept() {
    let read: OAuthAuthorization = serde_json::from_str(
        r#"{"client":{"id":"x","authorizedGrantType":"DEVICE","kind":"partner","new":{"a":[1]}},"state":"Suspended","extra":1}"#,
    )
    .unwrap();
    assert_eq!(
        read.state,
        AuthorizationState::Other("Suspended".to_owned())
    );
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written["state"], "Suspended");
    assert_eq!(written["client"]["authorizedGrantType"], "DEVICE");
}

#[test]
fn an_error_body_of_another_make_is_still_an_error() {
    let read: ErrorBody =
        serde_json::from_str(r#"{"message":"no","code":"weird.code","details":null}"#).unwrap();
    assert_eq!(read.code.as_str(), "weird.code");
    let read: ErrorBody = serde_json::from_str("{}").unwrap();
    assert_eq!(read.code.as_str(), "");
}

#[test]
fn token_info_spells_the_client_with_capitals() {
    let info = TokenInfo {
        oauth_client: Some(TokenClient {
            id: "x".to_owned(),
            ..TokenClient::default()
        }),
        ..TokenInfo::default()
    };
    assert_eq!(
        serde_json::to_value(info).unwrap()["OAuthClient"]["id"],
        "x"
    );
}

#[test]
fn permissions_that_were_not_sent_are_unknown_not_no() {
    let me: UserMe = serde_json::from_str(r#"{"id":"u","name":"Ada"}"#).unwrap();
    assert_eq!(me.may(permission::AUTHORIZE_CLIENTS), None);
    let me: UserMe =
        serde_json::from_str(r#"{"id":"u","authorization":{"permissions":["oauth:*:*"]}}"#)
            .unwrap();
    assert_eq!(me.may(permission::AUTHORIZE_CLIENTS), Some(true));
    assert_eq!(me.may(permission::VIEW_ROLES), Some(false));
}

#[test]
fn a_write_without_roles_is_not_a_write_for_everyone() {
    let write: AuthorizationWrite = serde_json::from_str(r#"{"scope":["a"]}"#).unwrap();
    assert_eq!(write.roles, None);
    let write: AuthorizationWrite = serde_json::from_str(r#"{"scope":["a"],"roles":[]}"#).unwrap();
    assert_eq!(write.roles, Some(vec![]));
}

#[test]
fn an_answer_without_entities_is_no_empty_list() {
    assert!(serde_json::from_str::<Listing<OAuthScope>>(r#"{"ok":true}"#).is_err());
    assert!(serde_json::from_str::<Paged<OAuthClient>>(r#"{"total":0}"#).is_err());
    assert!(serde_json::from_str::<Paged<OAuthClient>>(r#"{"entities":[]}"#).is_ok());
}
