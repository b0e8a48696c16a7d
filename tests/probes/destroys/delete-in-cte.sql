-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
WITH gone AS (DELETE FROM secrets RETURNING *) SELECT count(*) FROM gone;
