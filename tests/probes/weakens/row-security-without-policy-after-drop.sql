-- warning: row-security-without-policy | drop-policy
-- truth: removes policy public.notes.notes_own
-- truth: removes policy public.notes.notes_published
-- probe
DROP POLICY notes_own ON notes;
DROP POLICY notes_published ON notes;
