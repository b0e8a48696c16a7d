-- error: permissive-policy
-- truth: adds policy public.notes.anybody_writes
-- probe
CREATE POLICY anybody_writes ON notes FOR INSERT TO anon, authenticated WITH CHECK (true);
