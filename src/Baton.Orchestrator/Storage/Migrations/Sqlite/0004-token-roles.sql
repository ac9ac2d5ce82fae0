ALTER TABLE tokens ADD COLUMN role TEXT NOT NULL DEFAULT 'caller' CHECK (role IN ('caller', 'worker', 'operator'));

-- The token that the first start made is the operator's own.
UPDATE tokens SET role = 'operator' WHERE name = 'first';
