-- A session keeps only its newest undecided consent requests: this finds them.
CREATE INDEX consent_open ON consent (session_hash, created_at) WHERE decision IS NULL;
