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
mod database;
mod families;
mod fill;
mod grants;
mod impact;
mod organization;
mod people;
mod private;
mod risks;
mod roles;
mod sessions;
mod token_issue;
mod token_read;
mod tokens;
mod upkeep;
mod users;
mod uses;
mod versions;

use std::path::Path;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

pub use apps::AppQuery;
pub use author::Author;
pub use authorization_row::AuthorizationRow;
pub use authorization_write::Change;
pub use authorizations::ListPlace;
pub use clients::{ClientFacts, ClientQuery, ClientRow, ClientSort};
pub use consents::{AuthorizeRequest, CONSENT_LIFE, Consent, Decider, Hand, Issued};
pub use grants::GrantRow;
pub use roles::RoleRow;
pub use sessions::{ABSOLUTE_LIFE, BROWSER_LIFE, IDLE_LIFE, NewSession};
pub use token_issue::Redemption;
pub use tokens::{LiveToken, Tokens};
pub use users::{Identity, StoredPassword, UserRow};

pub use private::make_folder;

use crate::bell::Bell;
use crate::problem::{Answer, Problem};
use database::Database;
use uses::Uses;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    bell: Bell,
    uses: Uses,
}

impl Store {
    /// Opens or creates the database file and brings it up to date.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn open(file: &Path) -> Result<Self, sqlx::Error> {
        private::make_file(file)?;
        Self::over(Database::open(file).await?).await
    }

    /// A database that lives as long as its one connection.
    #[cfg(test)]
    pub(crate) async fn in_memory() -> Result<Self, sqlx::Error> {
        Self::over(Database::in_memory().await?).await
    }

    async fn over(database: Database) -> Result<Self, sqlx::Error> {
        migrations().run(database.writer()).await?;
        let store = Self {
            database,
            bell: Bell::default(),
            uses: Uses::default(),
        };
        store.refresh_risks().await?;
        let cut = store.cut_old_families().await;
        cut.map_err(|problem| sqlx::Error::Protocol(problem.code()))?;
        Ok(store)
    }

    /// Whether the store can be read and written.
    ///
    /// # Errors
    /// 503 if not.
    pub async fn is_well(&self) -> Answer<()> {
        self.database
            .try_write()
            .await
            .map_err(Problem::unavailable)
    }

    /// Whether somebody writes, or waits for another process that does. Tests of races ask.
    pub fn is_writing(&self) -> bool {
        let writer = self.database.writer();
        writer.size() > 0 && writer.num_idle() == 0
    }

    /// Rings when something was written that a waiting page may want to see.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Waits for what is running and closes the file.
    pub async fn close(&self) {
        self.database.close().await;
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
        step(
            5,
            "bounds",
            include_str!("../../migrations/sqlite/0005_bounds.sql"),
        ),
    ])
}

#[cfg(test)]
mod tests;
