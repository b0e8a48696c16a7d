-- error: permissive-policy
-- probe
CREATE POLICY everything ON notes USING (true);
