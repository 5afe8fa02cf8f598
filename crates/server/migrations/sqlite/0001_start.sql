-- The portal: one organization, its people, their roles, its OAuth clients.
--
-- `document` columns hold the JSON that the contract answers with, so that a row is written and
-- read whole; the columns beside it are what queries filter and sort by. `*_folded` is the lower
-- case form of countersign_contract::list::fold.

CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

-- Small facts about this database, for example which scope catalogue its risks were computed with.
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE role (
    id TEXT PRIMARY KEY,
    name_folded TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

-- No `password_hash` means that nobody can sign in as this user.
CREATE TABLE user_account (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    password_hash TEXT
) STRICT;

CREATE TABLE user_role (
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    role_id TEXT NOT NULL REFERENCES role (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_role_by_role ON user_role (role_id);

-- The cookie carries the token, this table only its SHA-256. Times are Unix seconds.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id);

-- A deleted client stays as a tombstone, so that its ID can be explained and never comes back.
CREATE TABLE client (
    id TEXT PRIMARY KEY,
    name_folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    date_created TEXT,
    date_deleted TEXT,
    secret_hash TEXT,
    optional_scope TEXT NOT NULL DEFAULT '[]',
    document TEXT NOT NULL
) STRICT;
CREATE INDEX client_by_name ON client (name_folded, id);
CREATE INDEX client_by_date ON client (date_created, name_folded, id);
