-- warning: weaken-policy
-- truth: changes policy public.notes.notes_own: using (owner = CURRENT_USER) to ((owner = CURRENT_USER) OR published)
-- probe
ALTER POLICY notes_own ON notes USING (owner = CURRENT_USER OR published);
