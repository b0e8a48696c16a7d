-- error: drop-policy
-- probe
DROP POLICY notes_own ON notes;
