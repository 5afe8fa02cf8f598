//! How the file is opened.

use super::database::READERS;
use super::*;
use sqlx::Row as _;

/// `PRAGMA synchronous`.
const FULL: u8 = 2;

/// A folder that goes with the value.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("countersign-store-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn every_connection_waits_for_the_lock_keeps_the_foreign_keys_and_loses_no_commit() {
    let folder = Folder::new();
    let store = Store::open(&folder.0.join("x.db")).await.unwrap();
    // All of them at once, so that each is another one.
    let mut open = Vec::new();
    for _ in 0..READERS {
        open.push(store.database.reader().await.unwrap());
    }
    open.push(store.database.writer().acquire().await.unwrap());
    for connection in &mut open {
        let row = sqlx::query(
            "SELECT (SELECT journal_mode FROM pragma_journal_mode), (SELECT timeout FROM pragma_busy_timeout), \
             (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT synchronous FROM pragma_synchronous)",
        )
        .fetch_one(&mut **connection)
        .await
        .unwrap();
        let (mode, wait, keys) = (row.get::<String, _>(0), row.get(1), row.get(2));
        assert_eq!((mode.as_str(), wait, keys), ("wal", 5000, true));
        assert_eq!(row.get::<u8, _>(3), FULL, "a commit is on the disk");
    }
    drop(open);
    store.close().await;
}
