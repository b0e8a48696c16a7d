-- warning: unused-acknowledgement
-- measured: no, because a comment does nothing
-- probe
-- migration-gate: allow drop-column(users.email) because exported in OPS-112
ALTER TABLE users ADD COLUMN extra text;
