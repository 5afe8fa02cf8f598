//! The highest risk of each authorization, which is stored so that the list can be sorted by it.

use sqlx::Row as _;

use super::Store;
use crate::catalogue::{fingerprint, risk_rank};

impl Store {
    /// Computes the stored risks again where the program came with another catalogue.
    pub(super) async fn refresh_risks(&self) -> Result<(), sqlx::Error> {
        const FACT: &str = "scope catalogue";
        let current = fingerprint();
        let mut transaction = self.database.write().await?;
        let stored = sqlx::query("SELECT value FROM fact WHERE name = $1")
            .bind(FACT)
            .fetch_optional(&mut *transaction)
            .await?;
        if stored.is_some_and(|row| row.get::<String, _>(0) == current) {
            return Ok(());
        }
        let rows = sqlx::query(
            "SELECT client_id, document -> 'scope', max_risk FROM client_authorization",
        )
        .fetch_all(&mut *transaction)
        .await?;
        for row in rows {
            let scope: Vec<String> = serde_json::from_str(row.get(1)).unwrap_or_default();
            if risk_rank(&scope) != row.get::<i64, _>(2) {
                sqlx::query("UPDATE client_authorization SET max_risk = $1 WHERE client_id = $2")
                    .bind(risk_rank(&scope))
                    .bind(row.get::<String, _>(0))
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        sqlx::query("INSERT OR REPLACE INTO fact (name, value) VALUES ($1, $2)")
            .bind(FACT)
            .bind(current)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }
}
