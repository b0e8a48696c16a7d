-- error: secret-in-sql
-- probe
INSERT INTO secrets (id, token) VALUES (5, '-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA7bq
-----END RSA PRIVATE KEY-----');
