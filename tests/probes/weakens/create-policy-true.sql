-- error: permissive-policy
-- truth: adds policy public.notes.everything
-- probe
CREATE POLICY everything ON notes USING (true);
