-- Consent, tokens, approval requests. Times are Unix seconds where the server compares them and
-- ISO 8601 text where people read them.
--
-- Codes and tokens carry 256 random bits and are stored as their SHA-256. That no token exists
-- without its grant, and no grant without a version of the authorization, is kept by the foreign
-- keys: everything hangs on `token_family`, which hangs on both.

-- A sign-in that waits for somebody's decision, and the decision.
CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    session_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES client (id),
    -- The checked authorize request, as JSON.
    request TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decision TEXT,
    decided_at INTEGER
) STRICT;
CREATE INDEX consent_by_age ON consent (created_at);

-- What users themselves allowed. `shown` is what they were asked for, so that they are asked
-- again only for more. A withdrawn one stays, so that the next question can say so.
CREATE TABLE user_grant (
    client_id TEXT NOT NULL REFERENCES client (id),
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    shown TEXT NOT NULL,
    authorization_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    PRIMARY KEY (client_id, user_id),
    FOREIGN KEY (client_id, authorization_version) REFERENCES authorization_version (client_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_grant_by_user ON user_grant (user_id);

-- Everything that was issued after one decision. A family without a user belongs to the client
-- itself (client credentials).
CREATE TABLE token_family (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    user_id TEXT,
    scope TEXT NOT NULL,
    authorization_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    FOREIGN KEY (client_id, user_id) REFERENCES user_grant (client_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (client_id, authorization_version) REFERENCES authorization_version (client_id, version)
) STRICT;
CREATE INDEX token_family_by_client ON token_family (client_id, user_id);
CREATE INDEX token_family_by_end ON token_family (expires_at);

CREATE TABLE authorization_code (
    code_hash TEXT PRIMARY KEY,
    family TEXT NOT NULL REFERENCES token_family (id) ON DELETE CASCADE,
    session_hash TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    challenge TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    spent_at INTEGER
) STRICT;
CREATE INDEX authorization_code_by_family ON authorization_code (family);
CREATE INDEX authorization_code_by_end ON authorization_code (expires_at) WHERE spent_at IS NULL;

CREATE TABLE access_token (
    token_hash TEXT PRIMARY KEY,
    family TEXT NOT NULL REFERENCES token_family (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX access_token_by_family ON access_token (family);

CREATE TABLE refresh_token (
    token_hash TEXT PRIMARY KEY,
    family TEXT NOT NULL REFERENCES token_family (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    spent_at INTEGER
) STRICT;
CREATE INDEX refresh_token_by_family ON refresh_token (family);

-- Calls by client, user (empty for the client itself), scope that opened them, and day.
CREATE TABLE token_use (
    client_id TEXT NOT NULL REFERENCES client (id),
    user_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    day TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (client_id, user_id, scope, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_request (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    date_created TEXT NOT NULL,
    date_handled TEXT,
    handled_by_id TEXT,
    handled_by_name TEXT,
    answer TEXT,
    approved_scope TEXT
) STRICT;
-- One open request a person and application.
CREATE UNIQUE INDEX approval_request_open ON approval_request (client_id, user_id) WHERE state = 'open';
CREATE INDEX approval_request_by_date ON approval_request (state, date_created DESC);

-- Applications that nobody can ask for, until they are authorized.
CREATE TABLE client_block (
    client_id TEXT PRIMARY KEY REFERENCES client (id),
    reason TEXT NOT NULL,
    date TEXT NOT NULL,
    author_id TEXT NOT NULL
) STRICT;

-- What is not a version of an authorization: consents, refusals, withdrawals, requests.
CREATE TABLE audit_event (
    id INTEGER PRIMARY KEY,
    date TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    client_id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    request_id TEXT NOT NULL
) STRICT;
