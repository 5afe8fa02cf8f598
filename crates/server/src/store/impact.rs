//! How applications are used, from the use of their tokens.

use countersign_contract::{AuthorizationState, Impact, OAuthAuthorization, Preview, PreviewAsk};
use sqlx::Row as _;

use super::Store;
use crate::clock::iso;
use crate::problem::Answer;
use crate::rules::question::usable;

/// Use counts as recent for this many seconds.
pub(super) const RECENT: i64 = 30 * 24 * 60 * 60;

/// A day, `2026-11-26`.
pub(super) fn day(seconds: i64) -> String {
    iso(seconds).chars().take(10).collect()
}

impl Store {
    /// How an application is used now.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn impact(&self, client_id: &str, now: i64) -> Answer<Impact> {
        let authorization = self.authorization(client_id).await?;
        let tokens = sqlx::query(
            "SELECT count(*) FROM access_token JOIN token_family ON token_family.id = access_token.family \
             WHERE token_family.client_id = $1 AND token_family.ended_at IS NULL \
             AND access_token.revoked_at IS NULL AND access_token.expires_at > $2",
        )
        .bind(client_id)
        .bind(now)
        .fetch_one(&mut *self.database.reader().await?)
        .await?;
        let used =
            sqlx::query("SELECT DISTINCT scope FROM token_use WHERE client_id = $1 AND day >= $2")
                .bind(client_id)
                .bind(day(now - RECENT))
                .fetch_all(&mut *self.database.reader().await?)
                .await?;
        let used: Vec<String> = used.iter().map(|row| row.get(0)).collect();
        let mut unused = authorization.scope.clone();
        unused.retain(|id| !used.contains(id));
        let live = authorization.state == AuthorizationState::Authorized;
        Ok(Impact {
            active_tokens: if live { tokens.get(0) } else { 0 },
            active_users30d: authorization.active_users30d.unwrap_or_default(),
            last_used: authorization.last_used,
            unused_scopes: unused,
        })
    }

    /// What a change would do to people and calls.
    ///
    /// # Errors
    /// 404 `client.not.found`.
    pub async fn preview(&self, client_id: &str, wanted: &PreviewAsk, now: i64) -> Answer<Preview> {
        let before = self.authorization(client_id).await?;
        let old = self.users_of(&before).await?;
        let after = OAuthAuthorization {
            roles: wanted.roles.clone(),
            state: AuthorizationState::Authorized,
            ..before.clone()
        };
        let new = self.users_of(&after).await?;
        let losing: Vec<_> = old
            .iter()
            .filter(|id| new.binary_search(id).is_err())
            .collect();
        let gaining = new
            .iter()
            .filter(|id| old.binary_search(id).is_err())
            .count();
        let rows = sqlx::query(
            "SELECT user_id, scope, calls FROM token_use WHERE client_id = $1 AND day >= $2",
        )
        .bind(client_id)
        .bind(day(now - RECENT))
        .fetch_all(&mut *self.database.reader().await?)
        .await?;
        let mut active = std::collections::BTreeSet::new();
        let mut lost = 0_u32;
        for row in rows {
            let (user, scope, calls): (String, String, u32) = (row.get(0), row.get(1), row.get(2));
            if usable(std::slice::from_ref(&scope), &wanted.scope).is_empty() && !scope.is_empty() {
                lost = lost.saturating_add(calls);
            }
            if losing.contains(&&user) {
                active.insert(user);
            }
        }
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(Preview {
            users_gaining: count(gaining),
            users_losing: count(losing.len()),
            active_users_losing: count(active.len()),
            calls_lost30d: lost,
        })
    }

    /// Ids of the people who can use an application, sorted.
    async fn users_of(&self, authorization: &OAuthAuthorization) -> Answer<Vec<String>> {
        if authorization.state != AuthorizationState::Authorized {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT id FROM user_account WHERE json_array_length($1) = 0 OR id IN \
             (SELECT user_id FROM user_role WHERE role_id IN (SELECT value FROM json_each($1))) ORDER BY id",
        )
        .bind(serde_json::to_string(&authorization.roles)?)
        .fetch_all(&mut *self.database.reader().await?)
        .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}
