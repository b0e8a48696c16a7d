-- error: weaken-policy | permissive-policy
-- truth: changes policy public.notes.notes_published: roles authenticated to authenticated, anon
-- probe
ALTER POLICY notes_published ON notes TO authenticated, anon;
