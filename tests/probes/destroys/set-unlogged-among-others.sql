-- error: set-unlogged app.accounts
-- probe
ALTER TABLE app.accounts ADD COLUMN note text, SET UNLOGGED;
