-- warning: permissive-policy
-- probe
CREATE POLICY everything ON notes FOR UPDATE TO authenticated USING (1 = 1);
