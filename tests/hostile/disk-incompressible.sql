-- aim: fill the disk with rows that do not compress
-- expect: ended
CREATE TABLE big (b text);
ALTER TABLE big ALTER COLUMN b SET STORAGE EXTERNAL;
DO $$ BEGIN LOOP INSERT INTO big VALUES (repeat(md5(random()::text), 100000)); END LOOP; END $$;
