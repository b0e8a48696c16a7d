-- warning: permissive-policy
-- truth: adds policy public.notes.edit_published
-- probe
CREATE POLICY edit_published ON notes FOR UPDATE TO authenticated USING (published) WITH CHECK (true);
