-- error: drop-schema audit
-- truth: removes index audit.entries_pkey
-- truth: removes schema audit
-- truth: removes sequence audit.entries_id_seq
-- truth: removes table audit.entries
-- probe
DROP SCHEMA audit CASCADE;
