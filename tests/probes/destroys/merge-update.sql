-- warning: insert-overwrites
-- postgres: 15+
-- truth: updates 1 rows of public.secrets
-- probe
MERGE INTO secrets s USING (SELECT 1 AS id, 'x' AS token) v ON s.id = v.id WHEN MATCHED THEN UPDATE SET token = v.token WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.token);
