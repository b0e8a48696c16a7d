-- warning: row-security-without-policy | drop-policy
-- probe
DROP POLICY notes_own ON notes;
DROP POLICY notes_published ON notes;
