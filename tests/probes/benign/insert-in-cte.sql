-- probe
WITH a AS (INSERT INTO audit.entries (what) VALUES ('x') RETURNING id) SELECT id FROM a;
