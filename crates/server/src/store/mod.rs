//! Everything that is stored, in SQLite. One file per noun.

mod approval_answer;
mod approvals;
mod apps;
mod audit;
mod author;
mod authorization_list;
mod authorization_row;
mod authorization_write;
mod authorizations;
mod clients;
mod consent_write;
mod consents;
mod fill;
mod grants;
mod impact;
mod organization;
mod roles;
mod scopes;
mod sessions;
mod token_issue;
mod token_read;
mod tokens;
mod users;
mod versions;

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr as _, Sqlite, SqlitePool, Transaction};

pub use author::Author;
pub use authorization_row::AuthorizationRow;
pub use authorization_write::Change;
pub use clients::{ClientFacts, ClientQuery, ClientRow, ClientSort};
pub use consents::{AuthorizeRequest, CONSENT_LIFE, Consent, Decider, Hand, Issued};
pub use grants::GrantRow;
pub use roles::RoleRow;
pub use scopes::{Lang, ScopeTexts, catalogue, catalogue_ids, localized, risks};
pub use sessions::{ABSOLUTE_LIFE, IDLE_LIFE};
pub use token_issue::Redemption;
pub use tokens::{LiveToken, Tokens};
pub use users::{Identity, StoredPassword, UserRow};

use crate::bell::Bell;
use crate::problem::Answer;

/// Connections: one writes at a time, the others read.
const CONNECTIONS: u32 = 4;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    bell: Bell,
}

impl Store {
    /// Opens or creates the database file and brings it up to date.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn open(file: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // `NORMAL` may lose the last commits with the power: a revocation that was answered would
            // come undone (SQLite, "PRAGMA synchronous").
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .page_size(8192)
            // 16 MiB a connection: the widest index of 100,000 authorizations stays in it.
            .pragma("cache_size", "-16384");
        Self::connect(options, CONNECTIONS).await
    }

    /// A database that lives as long as its one connection.
    #[cfg(test)]
    pub(crate) async fn in_memory() -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true);
        Self::connect(options, 1).await
    }

    async fn connect(options: SqliteConnectOptions, most: u32) -> Result<Self, sqlx::Error> {
        let pool = SqlitePoolOptions::new()
            .max_connections(most)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await?;
        migrations().run(&pool).await?;
        let store = Self {
            pool,
            bell: Bell::default(),
        };
        store.refresh_risks().await?;
        Ok(store)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// 503 if not.
    pub async fn ping(&self) -> Answer<()> {
        match sqlx::query("SELECT 1").execute(&self.pool).await {
            Ok(_) => Ok(()),
            Err(error) => Err(crate::problem::Problem::unavailable(error)),
        }
    }

    /// Rings when something was written that a waiting page may want to see.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Waits for what is running and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that writes. It takes the lock at once: with a deferred one, two writers
    /// that both read first would fail instead of waiting for each other.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }
}

fn migrations() -> Migrator {
    let step = |version, name: &'static str, sql: &'static str| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(vec![
        step(
            1,
            "start",
            include_str!("../../migrations/sqlite/0001_start.sql"),
        ),
        step(
            2,
            "authorizations",
            include_str!("../../migrations/sqlite/0002_authorizations.sql"),
        ),
        step(
            3,
            "consent",
            include_str!("../../migrations/sqlite/0003_consent.sql"),
        ),
        step(
            4,
            "open consents",
            include_str!("../../migrations/sqlite/0004_open_consents.sql"),
        ),
    ])
}

#[cfg(test)]
mod tests;
