-- warning: rewriting-type-change | narrowing-type-change
-- truth: locks public.blobs ACCESS EXCLUSIVE
-- truth: rewrites public.blobs
-- truth: scans public.blobs
-- setup
CREATE TABLE blobs (id integer, content text);
INSERT INTO blobs VALUES (1, '{}');
-- probe
ALTER TABLE blobs ALTER content TYPE jsonb USING content::jsonb;
