-- warning: weaken-policy | permissive-policy
-- truth: adds policy public.notes.notes_own
-- truth: removes policy public.notes.notes_own
-- probe
DROP POLICY notes_own ON notes;
CREATE POLICY notes_own ON notes TO authenticated USING (true) WITH CHECK (owner = CURRENT_USER);
