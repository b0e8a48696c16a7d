-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
EXPLAIN ANALYZE DELETE FROM secrets;
