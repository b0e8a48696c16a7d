-- warning: insert-overwrites
-- probe
INSERT INTO secrets VALUES (1, 'new') ON CONFLICT (id) DO UPDATE SET token = excluded.token;
