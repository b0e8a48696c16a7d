-- warning: permissive-policy
-- truth: adds policy public.notes.clever
-- probe
CREATE POLICY clever ON notes FOR SELECT TO authenticated USING (owner = CURRENT_USER OR true);
