-- What is known of stored content; the content itself is a file named by the id. Instants are milliseconds since 1970 in UTC.
CREATE TABLE blobs (
    id                  TEXT    NOT NULL PRIMARY KEY,
    account             TEXT    NOT NULL,
    content_type        TEXT    NOT NULL,
    bytes               INTEGER NOT NULL CHECK (bytes >= 0),
    job_id              TEXT,
    width               INTEGER,
    height              INTEGER,
    duration_micros     INTEGER,
    created_at          INTEGER NOT NULL,
    expires_at          INTEGER NOT NULL CHECK (expires_at >= created_at)
) STRICT, WITHOUT ROWID;

-- For the sweep, which asks for what expired first.
CREATE INDEX blobs_by_expiry ON blobs (expires_at);
