//! The demo organization is what its documentation says, and the same every time.

use countersign_contract::list::ClientQuery;
use countersign_contract::{AuthorizationState, Listing, OAuthAuthorization, OAuthClient, Paged};
use countersign_server::clock::Clock;
use countersign_server::demo;
use countersign_server::password::Passwords;
use countersign_server::randomness::Randomness;
use countersign_server::store::{ListPlace, Store};

use crate::portal::{Folder, NOW, OLD_DIALER, Portal, SURVEY_BOT};

#[tokio::test]
async fn it_has_roles_clients_and_authorizations_in_every_state() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let roles = admin
        .get("/api/v2/authorization/roles?userCount=true&pageSize=100")
        .await
        .json();
    let count = |name: &str| {
        let all = roles["entities"].as_array().unwrap();
        all.iter().find(|role| role["name"] == name).unwrap()["userCount"]
            .as_u64()
            .unwrap()
    };
    assert!(roles["total"].as_u64().unwrap() >= 12);
    assert_eq!(
        [
            count("Agent"),
            count("Supervisor"),
            count("Floor Display"),
            count("Quality Evaluator")
        ],
        [1140, 86, 4, 18]
    );
    assert!(portal.count("SELECT count(*) FROM user_account").await >= 1280);
    assert_eq!(
        portal
            .count("SELECT count(*) FROM user_account WHERE password_hash IS NOT NULL")
            .await,
        4
    );

    let all: Listing<OAuthAuthorization> = admin.get("/api/v2/oauth/authorizations").await.read();
    let with =
        |state: AuthorizationState| all.entities.iter().filter(|one| one.state == state).count();
    assert!(all.total >= 16);
    assert!(with(AuthorizationState::Requested) >= 2 && with(AuthorizationState::Revoked) >= 2);
    let find = |id: &str| all.entities.iter().find(|one| one.client.id == id).unwrap();
    assert_eq!(
        find(OLD_DIALER).note.as_deref(),
        Some("Replaced by the new dialer.")
    );
    assert!(find(SURVEY_BOT).pending);

    let clients: Paged<OAuthClient> = admin.get("/api/v2/oauth/clients?pageSize=100").await.read();
    assert!(clients.total >= 24);
    for grant in ["CODE", "CLIENT-CREDENTIALS", "SAML2-BEARER"] {
        let has = |client: &OAuthClient| {
            client
                .authorized_grant_type
                .as_ref()
                .is_some_and(|one| one.as_str() == grant)
        };
        assert!(clients.entities.iter().any(has), "{grant}");
    }
}

#[tokio::test]
async fn history_only_goes_forward_and_starts_after_its_client() {
    let portal = Portal::new().await;
    let backwards = "SELECT count(*) FROM authorization_version AS one \
        JOIN authorization_version AS other ON other.client_id = one.client_id AND other.version = one.version + 1 \
        WHERE other.date <= one.date";
    assert_eq!(portal.count(backwards).await, 0);
    let early = "SELECT count(*) FROM authorization_version JOIN client ON client.id = client_id \
        WHERE date < date_created";
    assert_eq!(portal.count(early).await, 0);
    let future = "SELECT count(*) FROM client_authorization WHERE date_modified > '2026-11-23T09:00:00Z' OR last_used > '2026-11-23T09:00:00Z'";
    assert_eq!(portal.count(future).await, 0);
    let year = "SELECT min(date) < '2025-11-24' FROM authorization_version";
    assert_eq!(portal.count(year).await, 1);
}

#[tokio::test]
async fn two_demos_at_the_same_time_are_the_same_whatever_the_randomness() {
    let (one, _first) = filled(1, 0).await;
    let (other, _second) = filled(2, 0).await;
    let all = ClientQuery {
        page_size: 100,
        ..ClientQuery::default()
    };
    assert_eq!(
        one.clients(&all).await.unwrap(),
        other.clients(&all).await.unwrap()
    );
    let first = async |store: &Store| {
        let mut start = ListPlace::default();
        store.authorizations_after(&mut start).await.unwrap()
    };
    assert_eq!(first(&one).await, first(&other).await);
    let roles = async |store: &Store| format!("{:?}", store.roles().await.unwrap());
    assert_eq!(roles(&one).await, roles(&other).await);
}

#[tokio::test]
async fn a_database_that_has_something_is_left_alone() {
    let (store, _folder) = filled(1, 40).await;
    let randomness = Randomness::seeded(1);
    let passwords = Passwords::cheap(&randomness).unwrap();
    let clock = Clock::fixed(NOW).unwrap();
    demo::fill(&store, &passwords, &clock, &randomness, 500)
        .await
        .unwrap();
    assert_eq!(store.roles().await.unwrap().len(), 40);
}

async fn filled(seed: u64, least_roles: u32) -> (Store, Folder) {
    let folder = Folder::new();
    let store = Store::open(&folder.path().join("countersign.db"))
        .await
        .unwrap();
    let randomness = Randomness::seeded(seed);
    let passwords = Passwords::cheap(&randomness).unwrap();
    let clock = Clock::fixed(NOW).unwrap();
    demo::fill(&store, &passwords, &clock, &randomness, least_roles)
        .await
        .unwrap();
    (store, folder)
}
