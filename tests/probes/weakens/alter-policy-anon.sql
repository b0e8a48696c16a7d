-- error: weaken-policy | permissive-policy
-- probe
ALTER POLICY notes_published ON notes TO authenticated, anon;
