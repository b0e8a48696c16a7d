-- warning: row-security-without-policy
-- truth: changes table public.secrets: row security false to true
-- probe
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
