//! The applications that a user can launch.

use countersign_contract::list::fold;
use countersign_contract::{App, OAuthClient};
use sqlx::{QueryBuilder, Row as _, Sqlite};

use super::{Identity, Store};
use crate::problem::Answer;

/// A part of the applications of a user.
#[derive(Clone, Copy, Debug)]
pub struct AppQuery<'a> {
    /// Part of the name, any case; empty for all.
    pub name: &'a str,
    /// How many to skip.
    pub skip: u64,
    /// How many to answer.
    pub take: u32,
}

/// The role that stands for everyone.
const EVERYONE: &str = "";

impl Store {
    /// A page of the authorized applications that the user's roles let them use, by name, and how
    /// many there are. Only rows of those are read: anybody may ask.
    ///
    /// # Errors
    /// The store failed.
    pub async fn apps_of(
        &self,
        identity: &Identity,
        query: AppQuery<'_>,
    ) -> Answer<(Vec<App>, u64)> {
        let roles: Vec<_> = identity.roles.iter().map(|role| role.id.as_str()).collect();
        let name = fold(query.name.trim());
        let mut read = self.database.read().await?;
        let mut count = QueryBuilder::new("SELECT (SELECT count(*)");
        push_usable(&mut count, EVERYONE, &name);
        // What is for roles is not for everyone, so that the two don't overlap.
        count
            .push(") + (SELECT count(DISTINCT client_id) FROM role_application WHERE role_id IN (SELECT value FROM json_each(")
            .push_bind(serde_json::to_string(&roles)?)
            .push("))");
        push_name(&mut count, &name);
        count.push(")");
        let total: i64 = count.build().fetch_one(&mut *read).await?.get(0);
        let skip = i64::try_from(query.skip).unwrap_or(i64::MAX);
        // Of each role no more than the page can need, in the order of the index.
        let most = skip.saturating_add(i64::from(query.take));
        let mut page = QueryBuilder::new("SELECT client.document FROM (");
        for (at, role) in roles.iter().chain([&EVERYONE]).enumerate() {
            page.push(if at == 0 { "" } else { " UNION " })
                .push("SELECT * FROM (SELECT name_folded, client_id");
            push_usable(&mut page, role, &name);
            page.push(" ORDER BY name_folded, client_id LIMIT ")
                .push_bind(most)
                .push(")");
        }
        page.push(
            ") AS usable JOIN client ON client.id = usable.client_id \
             ORDER BY usable.name_folded, usable.client_id LIMIT ",
        )
        .push_bind(query.take)
        .push(" OFFSET ")
        .push_bind(skip);
        let rows = page.build().fetch_all(&mut *read).await?;
        let apps = rows.iter().map(|row| {
            let client: OAuthClient = serde_json::from_str(row.get(0))?;
            let launch_uri = client.initiate_login_uri.clone();
            Ok(App {
                launch_uri: launch_uri.or_else(|| client.homepage_uri.clone()),
                client,
            })
        });
        let apps = apps.collect::<Answer<_>>()?;
        Ok((apps, u64::try_from(total).unwrap_or_default()))
    }
}

fn push_usable(sql: &mut QueryBuilder<Sqlite>, role: &str, name: &str) {
    sql.push(" FROM role_application WHERE role_id = ")
        .push_bind(role.to_owned());
    push_name(sql, name);
}

fn push_name(sql: &mut QueryBuilder<Sqlite>, name: &str) {
    if !name.is_empty() {
        sql.push(" AND instr(name_folded, ")
            .push_bind(name.to_owned())
            .push(") > 0");
    }
}
