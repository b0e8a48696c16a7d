-- error: secret-in-sql
-- probe
INSERT INTO secrets (id, token) VALUES (6, 'sk_live_4eC39HqLyjWDarjtT1zdp7dcAbCdEf12');
