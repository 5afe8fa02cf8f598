//! Opening and closing the database.

use std::path::Path;

use super::database::Database;
use super::migrations::migrations;
use super::private;
use super::uses::Uses;
use crate::bell::Bell;
use crate::problem::{Answer, Problem};

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) database: Database,
    bell: Bell,
    pub(super) uses: Uses,
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
