-- warning: permissive-policy
-- probe
CREATE POLICY read_published ON notes FOR UPDATE USING (published);
