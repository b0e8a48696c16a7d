-- warning: weaken-policy | permissive-policy
-- probe
ALTER POLICY notes_own ON notes WITH CHECK (true);
