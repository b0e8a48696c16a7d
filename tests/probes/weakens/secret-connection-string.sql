-- error: secret-in-sql
-- truth: inserts 1 rows of public.secrets
-- probe
INSERT INTO secrets VALUES (3, 'postgres://admin:s3cr3tpassw0rd@db.internal.example.com:5432/prod');
