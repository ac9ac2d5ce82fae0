-- Workers that speak HTTP. Kept so that a restart of the server takes nothing from them: their claims go on, and jobs still wait for their providers.
CREATE TABLE workers (
    id            TEXT    PRIMARY KEY,
    account       TEXT    NOT NULL,
    provider      TEXT    NOT NULL,
    registration  BLOB    NOT NULL,
    registered_at INTEGER NOT NULL
) WITHOUT ROWID;
