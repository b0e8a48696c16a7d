-- notice: own-transaction
-- runs: alone
-- truth: adds column public.users.extra
-- probe
BEGIN;
ALTER TABLE users ADD COLUMN extra text;
COMMIT;
