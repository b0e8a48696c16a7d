-- warning: rewriting-type-change audit.entries.actor_id
-- truth: locks audit.entries ACCESS EXCLUSIVE
-- truth: rewrites audit.entries
-- truth: scans audit.entries
-- probe
ALTER TABLE audit.entries ALTER COLUMN actor_id TYPE bigint;
