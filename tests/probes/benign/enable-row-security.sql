-- probe
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY secrets_none ON secrets TO authenticated USING (false);
