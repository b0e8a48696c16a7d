-- warning: delete-by-join | delete-without-where
-- postgres: 15+
-- truth: deletes 2 rows of public.secrets
-- probe
MERGE INTO secrets USING (VALUES (1)) v (x) ON true WHEN MATCHED THEN DELETE;
