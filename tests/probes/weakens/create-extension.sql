-- notice: create-extension
-- probe
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;
