-- aim: fill the disk with many small tables
-- expect: ended
DO $$ BEGIN FOR i IN 1..10000000 LOOP EXECUTE format('CREATE TABLE %I AS SELECT repeat(md5(n::text), 50) AS t FROM generate_series(1, 5000) n', 't' || i); END LOOP; END $$;
