-- warning: weaken-policy | permissive-policy
-- probe
DROP POLICY notes_own ON notes;
CREATE POLICY notes_own ON notes TO authenticated USING (true) WITH CHECK (owner = CURRENT_USER);
