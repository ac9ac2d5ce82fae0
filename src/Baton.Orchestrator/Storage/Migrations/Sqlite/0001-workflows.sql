-- Instants are counted in units of 100 ns since 1970-01-01 UTC, so that nothing is rounded: datetime(created_at / 1e7, 'unixepoch') reads them.

-- One row per workflow. A row id rather than WITHOUT ROWID: states are about as long as a quarter of a page, from where on an index tree keeps the rest of a
-- row on pages of its own. New rows and the rows that change are the last ones, so many changes in one commit share pages.
CREATE TABLE workflows (
    number       INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    account      TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    status       TEXT    NOT NULL CHECK (status IN ('unassigned', 'preparing', 'scheduled', 'processing', 'succeeded', 'failed', 'expired', 'canceled')),
    created_at   INTEGER NOT NULL,
    completed_at INTEGER,
    wake_at      INTEGER,
    -- What callers can find: 0 everywhere, 1 not among those that went well (failed, expired, canceled), 2 nowhere (deleted, or ephemeral and ended).
    listing      INTEGER NOT NULL CHECK (listing IN (0, 1, 2)),
    ephemeral    INTEGER NOT NULL CHECK (ephemeral IN (0, 1)),
    external_id  TEXT,
    -- Changes with the tags and the metadata; while it stays, workflow_tags and workflow_texts are left alone. 0 when there are neither.
    facets       INTEGER NOT NULL,
    state        BLOB    NOT NULL,

    CONSTRAINT terminal_has_completed CHECK ((completed_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'expired', 'canceled'))),
    CONSTRAINT unfinished_has_wake_up CHECK ((wake_at IS NULL) = (completed_at IS NOT NULL))
);

-- An external id is used once per account, deleted or not.
CREATE UNIQUE INDEX workflows_by_external_id ON workflows (account, external_id) WHERE external_id IS NOT NULL;

-- Pages of an account's workflows. It holds all that the cheap conditions of a query need, and nothing that changes while a workflow runs: an UPDATE rewrites
-- the index entry for every indexed column that it names, whether or not the value is a new one.
CREATE INDEX workflows_listed ON workflows (account, id, created_at, listing) WHERE listing < 2;

-- What the sweeper asks for. Ended workflows are not in it, so it stays small.
CREATE INDEX workflows_by_wake_up ON workflows (wake_at) WHERE wake_at IS NOT NULL;

-- What a start asks for. Without it, finding the unfinished among a million ended ones would read the whole table.
CREATE INDEX workflows_unfinished ON workflows (id) WHERE completed_at IS NULL;

-- What forgetting asks for.
CREATE INDEX workflows_by_end ON workflows (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX workflows_ephemeral_ended ON workflows (number) WHERE ephemeral = 1 AND completed_at IS NOT NULL;

-- Apart from the state because it is written once, and may be long.
CREATE TABLE definitions (
    number   INTEGER PRIMARY KEY REFERENCES workflows (number) ON DELETE CASCADE,
    document BLOB NOT NULL
);

-- Only of workflows that can be found (listing < 2).
CREATE TABLE workflow_tags (
    account     TEXT NOT NULL,
    tag         TEXT NOT NULL,
    workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    PRIMARY KEY (account, tag, workflow_id)
) WITHOUT ROWID;

CREATE INDEX workflow_tags_by_workflow ON workflow_tags (workflow_id);

-- The words of the metadata, for searching: names and values in lower case. Only of workflows that can be found and have metadata.
CREATE TABLE workflow_texts (
    account     TEXT NOT NULL,
    workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    text        TEXT NOT NULL,
    PRIMARY KEY (account, workflow_id)
) WITHOUT ROWID;

CREATE INDEX workflow_texts_by_workflow ON workflow_texts (workflow_id);

-- A key holds its workflow back from being forgotten, so that a repeated request always finds it.
CREATE TABLE idempotency_keys (
    account     TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    body_digest TEXT    NOT NULL,
    workflow_id TEXT    NOT NULL REFERENCES workflows (id),
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_workflow ON idempotency_keys (workflow_id);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
