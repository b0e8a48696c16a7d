-- error: drop-table pages
-- truth: locks public.pages ACCESS EXCLUSIVE
-- truth: removes table public.pages
-- setup
CREATE TABLE pages (id integer);
INSERT INTO pages VALUES (1);
-- probe
CREATE TABLE chapters (id integer);
CREATE INDEX chapters_id_idx ON chapters (id);
DROP TABLE pages;
