-- warning: insert-overwrites
-- probe
INSERT INTO secrets AS s (id, token) SELECT id, 'reset' FROM users ON CONFLICT ON CONSTRAINT secrets_pkey DO UPDATE SET token = excluded.token WHERE s.token <> '';
