-- error: secret-in-sql
-- truth: updates 1 rows of public.secrets
-- probe
UPDATE secrets SET token = 'AKIAIOSFODNN7ABCDEFG' WHERE id = 1;
