-- warning: weaken-policy | permissive-policy
-- truth: changes policy public.notes.notes_own: check (owner = CURRENT_USER) to true
-- probe
ALTER POLICY notes_own ON notes WITH CHECK (true);
