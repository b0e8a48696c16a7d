-- error: malformed-acknowledgement
-- measured: no, because a comment does nothing
-- probe
-- migration-gate: allow drop-colum(users.phone) because it is not needed
ALTER TABLE users ADD COLUMN extra text;
