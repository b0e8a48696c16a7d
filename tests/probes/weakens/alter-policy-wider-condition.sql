-- warning: weaken-policy
-- probe
ALTER POLICY notes_own ON notes USING (owner = CURRENT_USER OR published);
