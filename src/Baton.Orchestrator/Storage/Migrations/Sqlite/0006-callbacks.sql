-- A workflow that has ended may still have callbacks to deliver, and is woken for them. SQLite cannot alter a check; its text is replaced instead, which its
-- documentation (ALTER TABLE, "Making Other Kinds Of Table Schema Changes") allows for checks that become weaker.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(sql, 'CHECK ((wake_at IS NULL) = (completed_at IS NOT NULL))', 'CHECK (wake_at IS NOT NULL OR completed_at IS NOT NULL)')
 WHERE type = 'table' AND name = 'workflows';
PRAGMA writable_schema = RESET;

-- Which workflows have events that were given up for now; the events stand in the state. Also of workflows that no query finds.
CREATE TABLE parked_callbacks (
    account     TEXT NOT NULL,
    workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    PRIMARY KEY (account, workflow_id)
) WITHOUT ROWID;

CREATE INDEX parked_callbacks_by_workflow ON parked_callbacks (workflow_id);

-- What deliveries of an account are signed with. Secrets must be readable to sign, so they are no hashes; the file is readable by the server's user only.
CREATE TABLE callback_secrets (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL,
    secret     BLOB NOT NULL CHECK (length(secret) = 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) WITHOUT ROWID;

CREATE INDEX callback_secrets_by_account ON callback_secrets (account, id);
