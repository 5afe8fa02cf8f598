//! What is never written down: secrets, and what would forge a line.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::audit::{EVENTS, VERSIONS};
use crate::oauth::{NIGHTLY_EXPORT, Tokens, VERIFIER, authorize};
use crate::portal::{PARTNER_CRM, Portal, authorization};

/// Everything that lies on the disk.
fn on_disk(portal: &Portal) -> Vec<u8> {
    let files = ["", "-wal"].map(|ending| format!("{}{ending}", portal.database.display()));
    let files = files.map(|file| std::fs::read(file).unwrap_or_default());
    files.concat()
}

#[tokio::test]
async fn no_secret_of_a_whole_flow_is_in_the_audit_or_on_the_disk() {
    let portal = Portal::new().await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let mut secrets = Vec::new();
    for person in [&admin, &agent] {
        let code = person.code(&authorize(&[]), None).await;
        let first = Tokens::of(&portal.redeem(&code).await);
        let second = Tokens::of(&portal.refresh(&first.refresh).await);
        // Both ways of a reuse, and a call.
        portal.redeem(&code).await;
        portal.refresh(&first.refresh).await;
        person
            .with_token(Method::GET, "/api/v2/tokens/me", &second.access)
            .await;
        let cookie = person.cookie.clone().unwrap();
        secrets.push(cookie.split_once('=').unwrap().1.to_owned());
        secrets.extend([
            code,
            first.access,
            first.refresh,
            second.access,
            second.refresh,
        ]);
    }
    let id = agent.asked(&authorize(&[])).await;
    agent.deny(&id).await;
    admin.delete(&authorization(PARTNER_CRM)).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", NIGHTLY_EXPORT),
        ("client_secret", "demo-export-secret"),
    ];
    secrets.push(Tokens::of(&portal.token(&fields).await).access);
    portal.sign_in("agent@demo.example", "a wrong guess").await;
    secrets.extend(
        [
            "demo-export-secret",
            "countersign-demo",
            "a wrong guess",
            VERIFIER,
        ]
        .map(str::to_owned),
    );

    let audit = [portal.rows(EVENTS).await, portal.rows(VERSIONS).await];
    let audit = json!(audit).to_string();
    let disk = on_disk(&portal);
    let disk = String::from_utf8_lossy(&disk);
    assert!(audit.contains("consent.denied") && disk.contains("consent.denied"));
    assert_eq!(secrets.len(), 2 * 6 + 1 + 4);
    for secret in &secrets {
        assert!(!secret.is_empty() && !audit.contains(secret), "{secret}");
        assert!(!disk.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn nothing_invisible_is_left_in_names_notes_and_reasons() {
    let portal = Portal::new().await;
    // A name that ends the line, colours the rest, and turns it around.
    portal
        .execute(
            "UPDATE user_account SET name = 'Ada' || char(13, 10) || 'root' || char(27) || '[31m' || char(8238, 8203) \
             WHERE email IN ('admin@demo.example', 'agent@demo.example')",
        )
        .await;
    let (admin, agent) = (portal.admin().await, portal.agent().await);
    let forged = "Fine.\r\n2026-11-23 root\u{1b}[0m \u{202e}revoked\u{200b}";
    let path = authorization(PARTNER_CRM);
    let ask = json!({ "clientId": PARTNER_CRM, "reason": forged });
    let request = agent.post("/api/v2/oauth/requests", ask).await.json();
    let decision = format!(
        "/api/v2/oauth/requests/{}/decision",
        request["id"].as_str().unwrap()
    );
    let verdict = json!({ "decision": "deny", "reason": forged });
    assert_eq!(admin.post(&decision, verdict).await.status, StatusCode::OK);
    admin
        .put(
            &path,
            json!({ "scope": ["user-basic-info"], "note": forged }),
        )
        .await;
    agent
        .deny(&agent.asked(&authorize(&[("state", forged)])).await)
        .await;
    let ask = admin.write(Method::DELETE, &path);
    ask.json(&json!({ "note": forged })).send().await;

    let audit = [portal.rows(EVENTS).await, portal.rows(VERSIONS).await].concat();
    let mut texts = Vec::new();
    for row in &audit {
        gather(row, &mut texts);
    }
    assert!(texts.contains(&"Ada  root [31m"), "{texts:?}");
    assert!(texts.contains(&"Fine.  2026-11-23 root [0m revoked"));
    let odd = |letter: char| letter.is_control() || matches!(letter, '\u{202e}' | '\u{200b}');
    for text in texts {
        assert!(!text.contains(odd), "{text:?}");
    }
}

/// Every text in a value.
fn gather<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(all) => all.iter().for_each(|one| gather(one, texts)),
        Value::Object(all) => all.values().for_each(|one| gather(one, texts)),
        _ => {}
    }
}
