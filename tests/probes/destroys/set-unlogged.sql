-- error: set-unlogged secrets
-- probe
ALTER TABLE secrets SET UNLOGGED;
