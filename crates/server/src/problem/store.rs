//! What failed in the database.

use super::Problem;

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::unavailable(error),
            error if passes(&error) => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}

/// Whether the store may work again without a change of ours: another process holds the lock, or
/// the disk is full, broken or write-protected (SQLite, "Result and Error Codes").
fn passes(error: &sqlx::Error) -> bool {
    const BUSY_LOCKED_READONLY_IOERR_FULL_CANTOPEN: [u32; 6] = [5, 6, 8, 10, 13, 14];
    let error = error.as_database_error();
    let code = error.and_then(|error| error.code()?.parse::<u32>().ok());
    // The low byte is the kind, what stands above it is detail.
    code.is_some_and(|code| BUSY_LOCKED_READONLY_IOERR_FULL_CANTOPEN.contains(&(code & 0xff)))
}
