-- warning: delete-by-join
-- postgres: 15+
-- truth: deletes 2 rows of public.secrets
-- probe
MERGE INTO secrets s USING users u ON s.id = u.id WHEN MATCHED THEN DELETE;
