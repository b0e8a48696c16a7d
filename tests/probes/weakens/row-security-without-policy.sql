-- warning: row-security-without-policy
-- probe
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
