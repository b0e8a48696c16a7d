-- warning: own-transaction
-- runs: alone
-- probe
BEGIN;
ALTER TABLE users ADD COLUMN extra text;
COMMIT;
