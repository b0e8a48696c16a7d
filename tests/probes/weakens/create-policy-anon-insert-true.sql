-- error: permissive-policy
-- probe
CREATE POLICY anybody_writes ON notes FOR INSERT TO anon, authenticated WITH CHECK (true);
