-- warning: permissive-policy
-- truth: adds policy public.notes.read_published
-- probe
CREATE POLICY read_published ON notes FOR UPDATE USING (published);
