-- warning: unique-constraint
-- probe
ALTER TABLE secrets ADD CONSTRAINT secrets_token_key UNIQUE (token);
