-- notice: create-extension
-- truth: adds extension pg_trgm
-- probe
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;
