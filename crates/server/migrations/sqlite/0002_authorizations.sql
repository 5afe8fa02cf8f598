-- What the organization decided about a client, and every version of it.

CREATE TABLE client_authorization (
    client_id TEXT PRIMARY KEY REFERENCES client (id),
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    document TEXT NOT NULL,
    last_used TEXT,
    active_users INTEGER NOT NULL DEFAULT 0,
    -- Everything below is computed from the document, the client's name and the scope catalogue.
    pending INTEGER NOT NULL,
    state_rank INTEGER NOT NULL,
    name_folded TEXT NOT NULL,
    scope_count INTEGER NOT NULL,
    role_count INTEGER NOT NULL,
    max_risk INTEGER NOT NULL,
    date_modified TEXT,
    decided_by_folded TEXT NOT NULL
) STRICT;

-- One covering index for each sort and direction: a page at any depth of 100,000 rows is one walk
-- of one index, without a sort. Ties always go by name and client ID upwards, so a descending
-- sort can't walk the ascending index backwards.
CREATE INDEX authorization_by_name_asc ON client_authorization (pending DESC, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_name_desc ON client_authorization (pending DESC, name_folded DESC, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_state_asc ON client_authorization (pending DESC, state_rank, name_folded, client_id, max_risk);
CREATE INDEX authorization_by_state_desc ON client_authorization (pending DESC, state_rank DESC, name_folded, client_id, max_risk);
CREATE INDEX authorization_by_scopes_asc ON client_authorization (pending DESC, scope_count, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_scopes_desc ON client_authorization (pending DESC, scope_count DESC, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_roles_asc ON client_authorization (pending DESC, role_count, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_roles_desc ON client_authorization (pending DESC, role_count DESC, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_date_asc ON client_authorization (pending DESC, date_modified, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_date_desc ON client_authorization (pending DESC, date_modified DESC, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_use_asc ON client_authorization (pending DESC, last_used, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_use_desc ON client_authorization (pending DESC, last_used DESC, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_who_asc ON client_authorization (pending DESC, decided_by_folded, name_folded, client_id, max_risk, state_rank);
CREATE INDEX authorization_by_who_desc ON client_authorization (pending DESC, decided_by_folded DESC, name_folded, client_id, max_risk, state_rank);
-- For the counts by state where no name is searched.
CREATE INDEX authorization_counts ON client_authorization (state_rank, max_risk);
-- For those counts where a name is searched that can't be part of a client ID: half as wide.
CREATE INDEX authorization_search ON client_authorization (name_folded, state_rank, max_risk);

-- Written in the transaction of the change itself. `before` is null for the first one; author is
-- null where the portal itself did it.
CREATE TABLE authorization_version (
    client_id TEXT NOT NULL REFERENCES client (id),
    version INTEGER NOT NULL,
    date TEXT NOT NULL,
    author_id TEXT,
    author_name TEXT,
    note TEXT,
    request_id TEXT,
    before TEXT,
    after TEXT NOT NULL,
    PRIMARY KEY (client_id, version)
) STRICT;
