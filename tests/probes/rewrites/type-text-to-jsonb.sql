-- warning: rewriting-type-change | narrowing-type-change
-- setup
CREATE TABLE blobs (id integer, content text);
INSERT INTO blobs VALUES (1, '{}');
-- probe
ALTER TABLE blobs ALTER content TYPE jsonb USING content::jsonb;
