-- warning: work-under-lock
-- probe
ALTER TABLE secrets ADD COLUMN kind text;
UPDATE secrets SET kind = 'token' WHERE id > 0;
