//! The wall between the store and SQLite: which connections there are, and what a write is.
//!
//! One connection writes, the others read and can do nothing else. So writers wait for their turn
//! in this process, in the order in which they came, and not by sleeping on the lock of the file;
//! and no read waits for a write.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// Connections that read.
pub(super) const READERS: u32 = 4;

/// How long a call waits for a connection.
const ACQUIRE_TIME: Duration = Duration::from_secs(10);
/// How long a write waits for another process that holds the lock of the file.
const BUSY_TIME: Duration = Duration::from_secs(5);
/// A trial write that succeeded vouches for the store this long.
const WELL_FOR: Duration = Duration::from_secs(1);
/// How long the trial write may take.
const TRIAL_TIME: Duration = Duration::from_secs(2);

/// The connections to a database file.
#[derive(Clone, Debug)]
pub(super) struct Database {
    readers: SqlitePool,
    writer: SqlitePool,
    health: Arc<Health>,
}

/// Whether the store can be written, as far as that is known.
#[derive(Debug, Default)]
struct Health {
    /// When a trial write succeeded, and no commit failed since.
    well_at: std::sync::Mutex<Option<Instant>>,
    /// One trial at a time.
    trial: Mutex<()>,
}

impl Health {
    fn is_well(&self) -> bool {
        let at = self.well_at.lock().unwrap_or_else(PoisonError::into_inner);
        at.is_some_and(|at| at.elapsed() < WELL_FOR)
    }

    fn set(&self, well_at: Option<Instant>) {
        *self.well_at.lock().unwrap_or_else(PoisonError::into_inner) = well_at;
    }
}

impl Database {
    /// Opens or creates the file.
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
            .busy_timeout(BUSY_TIME)
            .page_size(8192)
            // 16 MiB a connection: the widest index of 100,000 authorizations stays in it.
            .pragma("cache_size", "-16384");
        // The writer comes first: it makes the file.
        let writer = pool(1).connect_with(options.clone()).await?;
        let readers = pool(READERS).connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self {
            readers,
            writer,
            health: Arc::default(),
        })
    }

    /// A database that lives as long as its one connection.
    #[cfg(test)]
    pub async fn in_memory() -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true);
        let only = pool(1).connect_with(options).await?;
        Ok(Self {
            readers: only.clone(),
            writer: only,
            health: Arc::default(),
        })
    }

    /// The pool of the connection that writes, for migrations.
    pub fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    /// A connection for one statement that reads.
    ///
    /// # Errors
    /// None became free in time.
    pub async fn reader(&self) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
        self.readers.acquire().await
    }

    /// A transaction that reads: all of its statements see the same moment.
    ///
    /// # Errors
    /// No connection became free in time.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.readers.begin().await
    }

    /// A transaction that writes. It takes the lock of the file at once: a deferred one that reads
    /// first could fail because another process wrote in between.
    ///
    /// # Errors
    /// Other writers held it too long.
    pub async fn write(&self) -> Result<Write, sqlx::Error> {
        Ok(Write {
            transaction: self.writer.begin_with("BEGIN IMMEDIATE").await?,
            health: Arc::clone(&self.health),
        })
    }

    /// Writes something to see whether the store can, at most once a second while it can. Where
    /// somebody tries already, the store is not known to be well.
    ///
    /// # Errors
    /// It can't, or not in time.
    pub async fn try_write(&self) -> Result<(), sqlx::Error> {
        if self.health.is_well() {
            return Ok(());
        }
        let _one_at_a_time = timeout(TRIAL_TIME, self.health.trial.lock())
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)?;
        if self.health.is_well() {
            return Ok(());
        }
        let outcome = timeout(TRIAL_TIME, self.write_trial()).await;
        outcome.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
        self.health.set(Some(Instant::now()));
        Ok(())
    }

    async fn write_trial(&self) -> Result<(), sqlx::Error> {
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO fact (name, value) VALUES ('trial write', '1') \
             ON CONFLICT (name) DO UPDATE SET value = 1 - value",
        )
        .execute(&mut *write)
        .await?;
        write.commit().await
    }

    /// Waits for what is running and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Connections, none of which is handed out while it is inside a transaction.
///
/// Where a COMMIT fails because the disk is full or broken, SQLite has rolled back by itself. Then
/// the ROLLBACK of sqlx fails too, sqlx goes on counting the transaction as open, and whatever the
/// next user of the connection does would be a part of it: read from its snapshot, or never be
/// committed. Such a connection is closed.
fn pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(ACQUIRE_TIME)
        .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
}

/// A transaction that writes. Dropped without [`Write::commit`], it changes nothing.
#[derive(Debug)]
pub(super) struct Write {
    transaction: Transaction<'static, Sqlite>,
    health: Arc<Health>,
}

impl Write {
    /// Makes it last.
    ///
    /// # Errors
    /// The store failed; nothing is written then.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        let outcome = self.transaction.commit().await;
        if outcome.is_err() {
            self.health.set(None);
        }
        outcome
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}
