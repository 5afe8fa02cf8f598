//! The list of authorizations in SQL. What it means is `countersign_contract::list::apply`; a
//! test holds the two together.

use std::collections::{BTreeMap, HashMap};

use countersign_contract::list::{ListQuery, RiskFilter, SortBy, SortOrder, fold, state_rank};
use countersign_contract::{AuthorizationState, OAuthAuthorization, Paged};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::Store;
use super::authorizations::{COLUMNS, read};
use crate::problem::Answer;

impl Store {
    /// A page of the list, without its URIs.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list(&self, query: &ListQuery) -> Answer<Paged<OAuthAuthorization>> {
        let owner = self.resource_owner().await?;
        // One transaction, so that the counts are those of the page.
        let mut transaction = self.database.read().await?;
        let counts = state_counts(&mut transaction, query).await?;
        let total = match &query.state {
            Some(state) => counts.get(state.as_str()).copied().unwrap_or_default(),
            None => counts.values().sum(),
        };
        let skip = u64::from(query.page_number - 1) * u64::from(query.page_size);
        let ids = if skip < total {
            page_ids(&mut transaction, query, skip, total).await?
        } else {
            Vec::new()
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} WHERE client_id IN (SELECT value FROM json_each($1))"
        )))
        .bind(serde_json::to_string(&ids)?)
        .fetch_all(&mut *transaction)
        .await?;
        let rows = rows.iter().map(|row| read(row, &owner));
        let mut by_id: HashMap<_, _> = rows
            .map(|row| row.map(|one| (one.client.id.clone(), one)))
            .collect::<Answer<_>>()?;
        let entities = ids.iter().filter_map(|id| by_id.remove(id)).collect();
        Ok(Paged {
            state_counts: Some(counts),
            ..Paged::of(entities, query.page_number, query.page_size, total)
        })
    }
}

async fn state_counts(
    connection: &mut SqliteConnection,
    query: &ListQuery,
) -> Answer<BTreeMap<String, u64>> {
    let wanted = fold(query.name.trim());
    let index = match wanted.as_str() {
        "" => "counts",
        text if may_be_in_an_id(text) => "by_name_asc",
        _ => "search",
    };
    // Sums instead of GROUP BY, which would sort what it finds.
    let listed = &AuthorizationState::KNOWN[1..];
    let sums: Vec<_> = listed
        .iter()
        .map(|state| format!("sum(state_rank = {})", state_rank(state)))
        .collect();
    let mut sql = QueryBuilder::new(format!(
        "SELECT {} FROM client_authorization INDEXED BY authorization_{index} WHERE true",
        sums.join(", ")
    ));
    push_filter(&mut sql, query);
    let row = sql.build().fetch_one(connection).await?;
    let counts = listed.iter().enumerate().filter_map(|(column, state)| {
        let count = u64::try_from(row.get::<Option<i64>, _>(column)?).ok()?;
        (count > 0).then(|| (state.as_str().to_owned(), count))
    });
    Ok(counts.collect())
}

async fn page_ids(
    connection: &mut SqliteConnection,
    query: &ListQuery,
    skip: u64,
    total: u64,
) -> Answer<Vec<String>> {
    let (index, column) = match &query.sort_by {
        SortBy::Name | SortBy::Other(_) => ("name", "name_folded"),
        SortBy::State => ("state", "state_rank"),
        SortBy::Scopes => ("scopes", "scope_count"),
        SortBy::Roles => ("roles", "role_count"),
        SortBy::DateModified => ("date", "date_modified"),
        SortBy::LastUsed => ("use", "last_used"),
        SortBy::CreatedBy => ("who", "decided_by_folded"),
    };
    let direction = match query.sort_order {
        SortOrder::Descending => "desc",
        _ => "asc",
    };
    let mut sql = QueryBuilder::new(format!(
        "SELECT client_id FROM client_authorization INDEXED BY authorization_by_{index}_{direction} WHERE true"
    ));
    push_filter(&mut sql, query);
    if let Some(state) = &query.state {
        sql.push(format!(" AND state_rank = {}", state_rank(state)));
    }
    // A page of the second half is found from the end, by walking the same index backwards.
    let take = u64::from(query.page_size).min(total - skip);
    let backwards = skip > total / 2;
    let offset = if backwards { total - skip - take } else { skip };
    let way = |upwards: bool| if upwards == backwards { " DESC" } else { "" };
    let ascending = direction == "asc";
    sql.push(format!(
        " ORDER BY pending{}, {column}{}",
        way(false),
        way(ascending)
    ));
    if column != "name_folded" {
        sql.push(", name_folded").push(way(true));
    }
    sql.push(", client_id").push(way(true));
    let bound = |number| i64::try_from(number).unwrap_or(i64::MAX);
    sql.push(" LIMIT ")
        .push_bind(bound(take))
        .push(" OFFSET ")
        .push_bind(bound(offset));
    let rows = sql.build().fetch_all(connection).await?;
    let mut ids: Vec<_> = rows.iter().map(|row| row.get(0)).collect();
    if backwards {
        ids.reverse();
    }
    Ok(ids)
}

/// Name and risk; the counts by state leave the state itself out.
fn push_filter(sql: &mut QueryBuilder<Sqlite>, query: &ListQuery) {
    let wanted = fold(query.name.trim());
    if !wanted.is_empty() {
        sql.push(" AND (instr(name_folded, ")
            .push_bind(wanted.clone())
            .push(") > 0");
        if may_be_in_an_id(&wanted) {
            sql.push(" OR instr(client_id, ")
                .push_bind(wanted)
                .push(") > 0");
        }
        sql.push(")");
    }
    match &query.risk {
        None => {}
        Some(RiskFilter::High) => drop(sql.push(" AND max_risk = 3")),
        Some(RiskFilter::Medium) => drop(sql.push(" AND max_risk >= 2")),
        Some(RiskFilter::Low) => drop(sql.push(" AND max_risk <= 1")),
        Some(RiskFilter::Other(_)) => drop(sql.push(" AND false")),
    }
}

/// A client ID is a UUID: most searches can't be part of one.
fn may_be_in_an_id(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}
