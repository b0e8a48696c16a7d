-- error: delete-without-where visits
-- probe
WITH a AS (SELECT 1), b AS MATERIALIZED (DELETE FROM visits RETURNING id) UPDATE users SET age = 1 WHERE id IN (SELECT id FROM b);
