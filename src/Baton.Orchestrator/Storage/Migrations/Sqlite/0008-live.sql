-- What live streams of an account ask for at their beginning. Both indexes were there without the account; with it, the workflows of others are passed over inside the
-- index, and a write costs what it did.
DROP INDEX workflows_unfinished;
CREATE INDEX workflows_unfinished ON workflows (id, account) WHERE completed_at IS NULL;

DROP INDEX workflows_by_end;
CREATE INDEX workflows_by_end ON workflows (completed_at, account) WHERE completed_at IS NOT NULL;
