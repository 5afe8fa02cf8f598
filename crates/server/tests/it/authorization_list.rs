//! The list: SQL means what `countersign_contract::list::apply` means.

use std::collections::BTreeMap;

use countersign_contract::list::{ListQuery, RiskFilter, SortBy, SortOrder, apply};
use countersign_contract::{AuthorizationState, Listing, OAuthAuthorization, OAuthScope, Paged};
use countersign_server::randomness::Randomness;
use serde_json::json;

use crate::portal::{PARTNER_CRM, Person, Portal, authorization};

const PATH: &str = "/api/v2/oauth/authorizations";

async fn scopes(person: &Person) -> BTreeMap<String, OAuthScope> {
    let all: Listing<OAuthScope> = person.get("/api/v2/oauth/scopes").await.read();
    all.entities
        .into_iter()
        .map(|scope| (scope.id.clone(), scope))
        .collect()
}

fn pairs(query: &ListQuery) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query.to_params()).finish()
}

fn any_query(randomness: &Randomness) -> ListQuery {
    let pick = |most: usize| {
        randomness
            .bytes::<8>()
            .iter()
            .map(|byte| usize::from(*byte))
            .sum::<usize>()
            % most
    };
    let names = [
        "", "", "", "wall", "WALL", "é", "0b2f", "9d0", "-7c1e-", "bot", "a", "%", "_", "'", "&",
        "(emea)", "zz", " e ", "\u{202e}",
    ];
    ListQuery {
        name: names[pick(names.len())].trim().to_owned(),
        state: AuthorizationState::KNOWN.get(1 + pick(6)).cloned(),
        risk: RiskFilter::KNOWN.get(pick(6)).cloned(),
        sort_by: SortBy::KNOWN[pick(7)].clone(),
        sort_order: SortOrder::KNOWN[pick(2)].clone(),
        page_number: 1 + u32::try_from(pick(4)).unwrap(),
        page_size: [1, 2, 5, 10, 100][pick(5)],
    }
}

#[tokio::test]
async fn the_sql_answers_what_the_contract_means() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    // Ties in every column, and names that fold or escape badly.
    for (client, scope) in [
        (PARTNER_CRM, vec!["users"]),
        ("57d80c3b-7c1e-4d55-9a67-1f0f5b1cab12", vec![]),
        ("3f71c0de-7c1e-4d55-9a67-1f0f5b1c08b2", vec!["users"]),
    ] {
        let body = json!({ "scope": scope });
        assert_eq!(
            admin
                .put(&authorization(client), body)
                .await
                .status
                .as_u16(),
            200
        );
    }
    let all: Listing<OAuthAuthorization> = admin.get(PATH).await.read();
    assert_eq!(all.total, 24);
    let scopes = scopes(&admin).await;
    let randomness = Randomness::seeded(3);
    let mut hits = 0;
    for _ in 0..600 {
        let query = any_query(&randomness);
        let expected = apply(&all.entities, &query, &scopes);
        let answer: Paged<OAuthAuthorization> =
            admin.get(&format!("{PATH}?{}", pairs(&query))).await.read();
        let ids = |page: &Paged<OAuthAuthorization>| {
            page.entities
                .iter()
                .map(|one| one.client.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&answer), ids(&expected), "{query:?}");
        assert_eq!(answer.entities, expected.entities, "{query:?}");
        assert_eq!(answer.state_counts, expected.state_counts, "{query:?}");
        assert_eq!(
            (
                answer.total,
                answer.page_count,
                answer.page_number,
                answer.page_size
            ),
            (
                expected.total,
                expected.page_count,
                expected.page_number,
                expected.page_size
            ),
            "{query:?}"
        );
        hits += answer.entities.len();
    }
    assert!(hits > 300, "the queries must find something, found {hits}");
}

#[tokio::test]
async fn without_paging_parameters_it_is_the_whole_list() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for path in [PATH.to_owned(), format!("{PATH}?unknown=1")] {
        let list = admin.get(&path).await.json();
        assert_eq!(list["total"], 21);
        assert_eq!(list["entities"].as_array().unwrap().len(), 21);
        assert_eq!(list["selfUri"], PATH);
        assert!(list.get("pageCount").is_none());
        assert_eq!(list["entities"][0]["state"], "Requested");
    }
}

#[tokio::test]
async fn following_next_shows_every_authorization_once() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let mut next = Some(format!("{PATH}?pageSize=4&sortBy=scopes&sortOrder=desc"));
    let mut seen = Vec::new();
    while let Some(uri) = next {
        let page: Paged<OAuthAuthorization> = admin.get(&uri).await.read();
        assert!(!uri.contains("cursor") && !uri.contains("after"));
        assert_eq!(page.previous_uri.is_none(), seen.is_empty());
        seen.extend(page.entities.into_iter().map(|one| one.client.id));
        next = page.next_uri;
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (21, 21));
}

#[tokio::test]
async fn a_bad_parameter_is_named() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    for (query, field) in [
        ("pageSize=0", "pageSize"),
        ("pageSize=101", "pageSize"),
        ("pageNumber=-1", "pageNumber"),
        ("state=Unauthorized", "state"),
        ("risk=none", "risk"),
        ("sortBy=id", "sortBy"),
        ("sortOrder=up", "sortOrder"),
    ] {
        let reply = admin.get(&format!("{PATH}?{query}")).await;
        reply.is(400, "invalid.query.param.value");
        assert_eq!(reply.field(), field);
    }
}
