-- error: delete-without-where visits
-- truth: deletes 1 rows of public.visits
-- truth: updates 1 rows of public.users
-- probe
WITH a AS (SELECT 1), b AS MATERIALIZED (DELETE FROM visits RETURNING id) UPDATE users SET age = 1 WHERE id IN (SELECT id FROM b);
