-- warning: unique-constraint
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: scans public.secrets
-- probe
ALTER TABLE secrets ADD CONSTRAINT secrets_token_key UNIQUE (token);
