-- warning: rewriting-type-change users.created_at
-- probe
ALTER TABLE users ALTER COLUMN created_at TYPE timestamptz USING created_at AT TIME ZONE 'America/New_York';
