-- warning: volatile-default
-- probe
ALTER TABLE users ADD COLUMN IF NOT EXISTS seen timestamptz NOT NULL DEFAULT clock_timestamp();
