-- error: secret-in-sql
-- probe
INSERT INTO secrets (id, token) VALUES (4, 'ghp_0123456789abcdefghijklmnopqrstuvwx12');
