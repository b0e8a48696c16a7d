-- error: secret-in-sql
-- truth: inserts 1 rows of public.secrets
-- probe
INSERT INTO secrets (id, token) VALUES (6, 'sk_live_4eC39HqLyjWDarjtT1zdp7dcAbCdEf12');
