-- What operators decided for providers and workers; those that simply run have no row.
CREATE TABLE operator_modes (
    kind    TEXT    NOT NULL CHECK (kind IN ('provider', 'worker')),
    target  TEXT    NOT NULL,
    mode    TEXT    NOT NULL CHECK (mode IN ('paused', 'draining')),
    reason  TEXT,
    account TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    PRIMARY KEY (kind, target)
) WITHOUT ROWID;
