//! The steps that bring a database of any age up to date.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// All steps, in order. One that was released is never changed.
pub fn migrations() -> Migrator {
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
