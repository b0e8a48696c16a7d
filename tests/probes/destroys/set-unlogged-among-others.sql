-- error: set-unlogged app.accounts
-- truth: adds column app.accounts.note
-- truth: changes index app.accounts_pkey: persistence p to u
-- truth: changes table app.accounts: persistence p to u
-- probe
ALTER TABLE app.accounts ADD COLUMN note text, SET UNLOGGED;
