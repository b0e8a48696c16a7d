-- warning: delete-by-join | delete-without-where
-- postgres: 17+
-- truth: deletes 1 rows of public.secrets
-- probe
MERGE INTO secrets s USING (SELECT 1 AS id) v ON s.id = v.id WHEN NOT MATCHED BY SOURCE THEN DELETE;
