-- People can be switched off; who may launch what is an index of its own; what was switched off or
-- narrowed leaves nothing alive behind; what grows has an index to be forgotten by.

-- `active` or `inactive`.
ALTER TABLE user_account ADD COLUMN state TEXT NOT NULL DEFAULT 'active';

-- A browser in which somebody has signed in before: guesses of strangers don't lock it out. The
-- cookie carries the token, this table only its SHA-256.
CREATE TABLE known_browser (
    token_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    last_used INTEGER NOT NULL,
    PRIMARY KEY (token_hash, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_browser_by_user ON known_browser (user_id, last_used);

-- Whether people sign in with a client that is switched on.
ALTER TABLE client ADD COLUMN signs_in INTEGER GENERATED ALWAYS AS (
    coalesce(document ->> 'authorizedGrantType' = 'CODE' AND coalesce(document ->> 'state', 'active') = 'active', 0)
) VIRTUAL;

-- Which roles an application is for that people can launch; the role '' is everyone. Who asks for
-- theirs reads only these. The triggers keep it in step with decisions and clients, whoever writes them.
CREATE TABLE role_application (
    role_id TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, name_folded, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_application_by_client ON role_application (client_id, role_id);

CREATE VIEW admitted_role AS
SELECT client_authorization.client_id, client_authorization.name_folded, '' AS role_id
FROM client_authorization JOIN client ON client.id = client_authorization.client_id
WHERE client.signs_in AND client.date_deleted IS NULL
    AND client_authorization.document ->> 'state' = 'Authorized'
    AND json_array_length(coalesce(client_authorization.document -> 'roles', '[]')) = 0
UNION ALL
SELECT client_authorization.client_id, client_authorization.name_folded, role.value
FROM client_authorization JOIN client ON client.id = client_authorization.client_id,
    json_each(client_authorization.document -> 'roles') AS role
WHERE client.signs_in AND client.date_deleted IS NULL
    AND client_authorization.document ->> 'state' = 'Authorized';

INSERT OR IGNORE INTO role_application (role_id, name_folded, client_id)
SELECT role_id, name_folded, client_id FROM admitted_role;

CREATE TRIGGER role_application_decided AFTER INSERT ON client_authorization
BEGIN
    DELETE FROM role_application WHERE client_id = new.client_id;
    INSERT OR IGNORE INTO role_application (role_id, name_folded, client_id)
    SELECT role_id, name_folded, client_id FROM admitted_role WHERE client_id = new.client_id;
END;
CREATE TRIGGER role_application_changed AFTER UPDATE OF document, name_folded ON client_authorization
BEGIN
    DELETE FROM role_application WHERE client_id = new.client_id;
    INSERT OR IGNORE INTO role_application (role_id, name_folded, client_id)
    SELECT role_id, name_folded, client_id FROM admitted_role WHERE client_id = new.client_id;
END;
CREATE TRIGGER role_application_undecided AFTER DELETE ON client_authorization
BEGIN
    DELETE FROM role_application WHERE client_id = old.client_id;
END;

CREATE TRIGGER role_application_client AFTER UPDATE OF document, date_deleted ON client
BEGIN
    DELETE FROM role_application WHERE client_id = new.id;
    INSERT OR IGNORE INTO role_application (role_id, name_folded, client_id)
    SELECT role_id, name_folded, client_id FROM admitted_role WHERE client_id = new.id;
END;

-- A client that was switched off, and a person, leave nothing alive: when they are switched on
-- again, everything starts anew. These times are those of SQLite's own clock, because a trigger knows
-- no other; nothing but forgetting reads them.
CREATE TRIGGER client_switched_off AFTER UPDATE OF document, date_deleted ON client
WHEN coalesce(new.document ->> 'state', 'active') <> 'active'
    OR new.date_deleted IS NOT NULL
    OR new.document ->> 'authorizedGrantType' IS NOT old.document ->> 'authorizedGrantType'
BEGIN
    UPDATE token_family SET ended_at = unixepoch() WHERE client_id = new.id AND ended_at IS NULL;
END;
-- What a client may ask for itself is what its record has.
CREATE TRIGGER client_narrowed AFTER UPDATE OF document ON client
WHEN EXISTS (
    SELECT value FROM json_each(coalesce(old.document -> 'scope', '[]'))
    EXCEPT SELECT value FROM json_each(coalesce(new.document -> 'scope', '[]'))
)
BEGIN
    UPDATE token_family SET ended_at = unixepoch()
    WHERE client_id = new.id AND user_id IS NULL AND ended_at IS NULL;
END;
CREATE TRIGGER user_switched_off AFTER UPDATE OF state ON user_account
WHEN new.state <> 'active'
BEGIN
    DELETE FROM session WHERE user_id = new.id;
    DELETE FROM known_browser WHERE user_id = new.id;
    UPDATE token_family SET ended_at = unixepoch() WHERE user_id = new.id AND ended_at IS NULL;
    UPDATE user_grant SET withdrawn_at = unixepoch() WHERE user_id = new.id AND withdrawn_at IS NULL;
END;

-- The same for a person who loses the last role that an application is for.
CREATE TRIGGER user_role_lost AFTER DELETE ON user_role
BEGIN
    UPDATE token_family SET ended_at = unixepoch()
    WHERE user_id = old.user_id AND ended_at IS NULL
        AND client_id IN (SELECT client_id FROM role_application WHERE role_id = old.role_id)
        AND NOT EXISTS (
            SELECT 1 FROM role_application
            WHERE role_application.client_id = token_family.client_id
                AND (role_application.role_id = '' OR role_application.role_id IN (
                    SELECT user_role.role_id FROM user_role WHERE user_role.user_id = old.user_id
                ))
        );
END;

CREATE TRIGGER user_role_changed AFTER UPDATE ON user_role
BEGIN
    UPDATE token_family SET ended_at = unixepoch()
    WHERE user_id = old.user_id AND ended_at IS NULL
        AND client_id IN (SELECT client_id FROM role_application WHERE role_id = old.role_id)
        AND NOT EXISTS (
            SELECT 1 FROM role_application
            WHERE role_application.client_id = token_family.client_id
                AND (role_application.role_id = '' OR role_application.role_id IN (
                    SELECT user_role.role_id FROM user_role WHERE user_role.user_id = old.user_id
                ))
        );
END;

-- What was switched off or lost before this version ends now, so that it can't come back either.
UPDATE token_family SET ended_at = unixepoch() WHERE ended_at IS NULL AND client_id IN (
    SELECT id FROM client WHERE date_deleted IS NOT NULL OR coalesce(document ->> 'state', 'active') <> 'active'
);
UPDATE token_family SET ended_at = unixepoch() WHERE ended_at IS NULL AND user_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM role_application
    WHERE role_application.client_id = token_family.client_id
        AND (role_application.role_id = '' OR role_application.role_id IN (
            SELECT user_role.role_id FROM user_role WHERE user_role.user_id = token_family.user_id
        ))
);

CREATE INDEX authorization_by_name ON client_authorization (name_folded, client_id);
CREATE INDEX token_use_by_day ON token_use (day);
CREATE INDEX token_family_of_client ON token_family (client_id, created_at) WHERE user_id IS NULL;
CREATE INDEX token_family_by_user ON token_family (user_id, client_id) WHERE user_id IS NOT NULL;
CREATE INDEX token_family_ended ON token_family (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX access_token_by_end ON access_token (expires_at);
CREATE INDEX consent_open_by_user ON consent (user_id, created_at) WHERE decision IS NULL;
CREATE INDEX session_by_use ON session (last_seen);
CREATE INDEX audit_event_by_date ON audit_event (date);
CREATE INDEX audit_of_sessions_by_date ON audit_event (date) WHERE action GLOB 'session.*';
CREATE INDEX audit_of_sessions_by_actor ON audit_event (actor_id, id) WHERE action GLOB 'session.*';
