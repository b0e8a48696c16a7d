-- warning: permissive-policy
-- probe
CREATE POLICY edit_published ON notes FOR UPDATE TO authenticated USING (published) WITH CHECK (true);
