-- error: weaken-policy | permissive-policy
-- truth: changes policy public.notes.notes_own: roles authenticated to PUBLIC
-- probe
ALTER POLICY notes_own ON notes TO PUBLIC;
