-- warning: add-serial
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: rewrites public.secrets
-- truth: scans public.secrets
-- probe
ALTER TABLE secrets ADD COLUMN number serial;
