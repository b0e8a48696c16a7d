CREATE INDEX CONCURRENTLY note_id_idx ON note (id);
INSERT INTO note VALUES (1, 'a;b''c;'), (2, E'it\'s; \\'), (3, $$;$$), (4, $x$ $$;$$ $x$), (5, U&'\003B;'), (6, 'split'
    ' string;');
INSERT INTO note SELECT 7, ';' /* ; /* ; */ ; */ WHERE 1 -- ;
    = 1;
CREATE TABLE "semi;colon" ("a;b" int, "quote""d;" int);
CREATE FUNCTION f(a$b$ int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a$b$ = 1 THEN 2 ELSE 3 END; SELECT 1; END;
CREATE RULE r AS ON UPDATE TO note DO ALSO (SELECT 1; SELECT 2);
INSERT INTO note SELECT 8, B'10'::text || X'1F'::text || 1e3 || .5 || 'x'::text;
DO $do$ BEGIN EXECUTE 'CREATE TABLE done (x int);'; END; $do$;
INSERT INTO note VALUES (9, ';')
-- no final semicolon; and a comment without end of line