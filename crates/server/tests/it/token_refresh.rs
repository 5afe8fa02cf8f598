//! Refreshing (RFC 6749 section 6), and how long what came of one sign-in lives.

use axum::http::StatusCode;
use serde_json::json;

use crate::oauth::{Tokens, authorize, is_refused};
use crate::portal::{PARTNER_CRM, Portal, authorization};

#[tokio::test]
async fn a_refresh_token_is_replaced_and_using_the_old_one_ends_the_family() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let first = portal.signed_in_to_crm(&admin).await;
    let second = Tokens::of(&portal.refresh(&first.refresh).await);
    assert_ne!(first.refresh, second.refresh);
    assert_eq!(first.scope, second.scope);
    is_refused(&portal.refresh(&first.refresh).await, "invalid_grant");
    is_refused(&portal.refresh(&second.refresh).await, "invalid_grant");
    assert!(!portal.is_active(&second.access).await);
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_and_never_for_more() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let tokens = portal.signed_in_to_crm(&admin).await;
    let refresh = async |token: &str, scope: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PARTNER_CRM),
            ("refresh_token", token),
            ("scope", scope),
        ];
        portal.token(&fields).await
    };
    is_refused(
        &refresh(&tokens.refresh, "recordings").await,
        "invalid_scope",
    );
    let less = Tokens::of(&refresh(&tokens.refresh, "user-basic-info").await);
    assert_eq!(less.scope, ["user-basic-info"]);
    let all = Tokens::of(&portal.refresh(&less.refresh).await);
    assert_eq!(all.scope, tokens.scope);
}

#[tokio::test]
async fn a_family_ends_after_thirty_days_however_often_it_is_refreshed() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let mut tokens = portal.signed_in_to_crm(&admin).await;
    for _ in 0..29 {
        portal.clock.advance(24 * 60 * 60);
        tokens = Tokens::of(&portal.refresh(&tokens.refresh).await);
    }
    portal.clock.advance(24 * 60 * 60);
    is_refused(&portal.refresh(&tokens.refresh).await, "invalid_grant");
}

#[tokio::test]
async fn what_was_taken_away_does_not_come_back_with_a_refresh() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let first = portal.signed_in_to_crm(&admin).await;
    let path = authorization(PARTNER_CRM);
    admin
        .put(&path, json!({ "scope": ["user-basic-info"] }))
        .await;
    let second = Tokens::of(&portal.refresh(&first.refresh).await);
    assert_eq!(second.scope, ["user-basic-info"]);
    admin.put(&path, json!({ "scope": first.scope })).await;
    let third = Tokens::of(&portal.refresh(&second.refresh).await);
    assert_eq!(third.scope, ["user-basic-info"]);
}

#[tokio::test]
async fn what_is_long_over_is_forgotten() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for _ in 0..5 {
        admin.code(&authorize(&[]), None).await;
    }
    // The first look only notes the time.
    let forget = async || portal.store.forget(portal.clock.seconds()).await.unwrap();
    assert_eq!(forget().await, 0);
    for _ in 0..13 {
        portal.clock.advance(2 * 60 * 60);
        forget().await;
    }
    let admin = portal.admin().await;
    admin.code(&authorize(&[]), None).await;
    forget().await;
    assert_eq!(portal.count("SELECT count(*) FROM token_family").await, 1);
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        1
    );
}

#[tokio::test]
async fn of_twenty_refreshes_at_once_at_most_one_succeeds() {
    let portal = Portal::new().await;
    let tokens = portal.signed_in_to_crm(&portal.admin().await).await;
    let tries = (0..20).map(|_| portal.refresh(&tokens.refresh));
    let replies = futures_util::future::join_all(tries).await;
    let (won, lost): (Vec<_>, Vec<_>) = replies
        .iter()
        .partition(|reply| reply.status == StatusCode::OK);
    assert_eq!(won.len(), 1);
    for reply in lost {
        is_refused(reply, "invalid_grant");
    }
    // The pair of the code and the new one; and the use of one token twice ended both.
    let pairs = [
        "SELECT count(*) FROM access_token",
        "SELECT count(*) FROM refresh_token",
    ];
    for pair in pairs {
        assert_eq!(portal.count(pair).await, 2, "{pair}");
    }
    assert!(!portal.is_active(&Tokens::of(won[0]).access).await);
}
