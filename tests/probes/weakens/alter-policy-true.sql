-- error: weaken-policy | permissive-policy
-- probe
ALTER POLICY notes_own ON notes USING (true);
