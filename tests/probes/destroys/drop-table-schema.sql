-- error: drop-table audit.entries
-- truth: removes index audit.entries_pkey
-- truth: removes sequence audit.entries_id_seq
-- truth: removes table audit.entries
-- probe
DROP TABLE "audit"."entries";
