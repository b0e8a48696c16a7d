-- error: secret-in-sql
-- truth: inserts 1 rows of public.secrets
-- probe
INSERT INTO secrets (id, token) VALUES (4, 'ghp_0123456789abcdefghijklmnopqrstuvwx12');
