-- warning: insert-overwrites
-- truth: updates 1 rows of public.secrets
-- probe
INSERT INTO secrets VALUES (1, 'new') ON CONFLICT (id) DO UPDATE SET token = excluded.token;
