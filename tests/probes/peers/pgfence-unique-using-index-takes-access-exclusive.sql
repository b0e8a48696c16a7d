-- notice: constraint-using-index
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- setup
CREATE UNIQUE INDEX secrets_token_key ON secrets (token);
-- probe
ALTER TABLE secrets ADD CONSTRAINT secrets_token_unique UNIQUE USING INDEX secrets_token_key;
