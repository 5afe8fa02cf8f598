//! Where a decision sends the browser: to an address that is registered when it is made.

use axum::http::StatusCode;
use serde_json::json;

use crate::authorize_refusals::REDIRECTS;
use crate::consents::ids;
use crate::oauth::{authorize, consent};
use crate::portal::Portal;

#[tokio::test]
async fn nobody_is_sent_to_what_was_taken_off_the_register_meanwhile() {
    for change in [
        "UPDATE client SET document = json_set(document, '$.registeredRedirectUri[0]', 'https://x.example/') WHERE id LIKE '%9d01'",
        "UPDATE client SET document = json_set(document, '$.state', 'disabled') WHERE id LIKE '%9d01'",
    ] {
        let portal = Portal::new().await;
        let admin = portal.admin().await;
        let id = admin.asked(&authorize(&[])).await;
        portal.execute(change).await;
        // Read after the change, so that the digest fits.
        assert_eq!(admin.shown(&id).await["state"], "expired");
        admin.allow(&id, None).await.is(409, "consent.expired");
        admin.deny(&id).await.is(409, "consent.expired");
        assert_eq!(
            portal
                .count("SELECT count(*) FROM authorization_code")
                .await,
            0
        );
    }
}

#[tokio::test]
async fn at_the_decision_nothing_that_looks_like_the_address_stands_for_it() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let asked = "https://crm.partner.example/callback";
    for registered in REDIRECTS {
        portal.register(&[asked]).await;
        let path = authorize(&[("redirect_uri", asked)]);
        let id = admin.asked(&path).await;
        let before = admin.shown(&id).await;
        portal.register(&[registered]).await;
        let after = admin.shown(&id).await;
        for digest in [&before["digest"], &after["digest"]] {
            for decision in ["allow", "deny"] {
                let body = json!({ "decision": decision, "scope": ids(&before), "digest": digest });
                let reply = admin.post(&consent(&id), body).await;
                reply.is(409, "consent.expired");
                assert_eq!(reply.json().get("redirectTo"), None, "{registered}");
            }
        }
        // The other way around: it was registered when the request was made.
        let asks = json!({ "redirect_uri": registered }).to_string();
        portal.register(&[asked]).await;
        portal.patch_consent(&id, &asks).await;
        for decision in ["allow", "deny"] {
            let digest = &admin.shown(&id).await["digest"];
            let body = json!({ "decision": decision, "scope": ids(&before), "digest": digest });
            let reply = admin.post(&consent(&id), body).await;
            reply.is(409, "consent.expired");
        }
        // Put right again it is decided, so that it was the address.
        portal
            .patch_consent(&id, &json!({ "redirect_uri": asked }).to_string())
            .await;
        assert_eq!(admin.deny(&id).await.status, StatusCode::OK);
    }
    assert_eq!(
        portal
            .count("SELECT count(*) FROM authorization_code")
            .await,
        0
    );
}
