-- warning: delete-by-join | delete-without-where
-- postgres: 15+
-- probe
MERGE INTO secrets USING (VALUES (1)) v (x) ON true WHEN MATCHED THEN DELETE;
