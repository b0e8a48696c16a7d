-- postgres: 18+
-- probe
ALTER TABLE users ADD COLUMN shout text GENERATED ALWAYS AS (upper(bio)) VIRTUAL;
