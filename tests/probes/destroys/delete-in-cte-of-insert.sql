-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- truth: inserts 2 rows of audit.entries
-- truth: moves sequence audit.entries_id_seq from 2 to 4
-- probe
WITH gone AS (DELETE FROM secrets RETURNING id, token)
INSERT INTO audit.entries (what) SELECT token FROM gone;
