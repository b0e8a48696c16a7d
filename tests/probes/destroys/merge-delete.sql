-- warning: delete-by-join
-- postgres: 15+
-- probe
MERGE INTO secrets s USING users u ON s.id = u.id WHEN MATCHED THEN DELETE;
