-- probe
WITH a AS (SELECT 1 AS n) SELECT n FROM a;
