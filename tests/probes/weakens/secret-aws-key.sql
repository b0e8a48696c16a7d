-- error: secret-in-sql
-- probe
UPDATE secrets SET token = 'AKIAIOSFODNN7ABCDEFG' WHERE id = 1;
