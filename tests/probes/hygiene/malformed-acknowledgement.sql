-- error: malformed-acknowledgement
-- measured: no, because a comment does nothing
-- probe
-- migration-gate: allow drop-column(users.phone)
ALTER TABLE users ADD COLUMN extra text;
