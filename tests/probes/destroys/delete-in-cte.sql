-- error: delete-without-where secrets
-- probe
WITH gone AS (DELETE FROM secrets RETURNING *) SELECT count(*) FROM gone;
