-- warning: permissive-policy
-- truth: adds policy public.notes.everything
-- probe
CREATE POLICY everything ON notes FOR UPDATE TO authenticated USING (1 = 1);
