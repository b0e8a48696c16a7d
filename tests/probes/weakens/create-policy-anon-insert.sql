-- warning: permissive-policy
-- probe
CREATE POLICY anybody_writes ON notes FOR INSERT TO anon WITH CHECK (published = false);
