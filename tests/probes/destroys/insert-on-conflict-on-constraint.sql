-- warning: insert-overwrites
-- truth: inserts 1 rows of public.secrets
-- truth: updates 2 rows of public.secrets
-- probe
INSERT INTO secrets AS s (id, token) SELECT id, 'reset' FROM users ON CONFLICT ON CONSTRAINT secrets_pkey DO UPDATE SET token = excluded.token WHERE s.token <> '';
