-- The secrets are 256 random bits, so a plain SHA-256 of them cannot be searched through; slow hashes are for passwords.
CREATE TABLE tokens (
    id         TEXT PRIMARY KEY,
    account    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) WITHOUT ROWID;
