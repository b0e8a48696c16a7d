-- warning: work-under-lock
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: updates 2 rows of public.secrets
-- probe
ALTER TABLE secrets ADD COLUMN kind text;
UPDATE secrets SET kind = 'token' WHERE id > 0;
