-- error: delete-without-where secrets
-- probe
WITH gone AS (DELETE FROM secrets RETURNING id, token)
INSERT INTO audit.entries (what) SELECT token FROM gone;
