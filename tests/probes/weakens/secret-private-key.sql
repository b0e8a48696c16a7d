-- error: secret-in-sql
-- truth: inserts 1 rows of public.secrets
-- probe
INSERT INTO secrets (id, token) VALUES (5, '-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA7bq
-----END RSA PRIVATE KEY-----');
