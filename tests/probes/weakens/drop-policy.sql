-- warning: drop-policy
-- truth: removes policy public.notes.notes_own
-- probe
DROP POLICY notes_own ON notes;
