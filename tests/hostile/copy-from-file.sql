-- aim: read a file of the runner into a table and print it
-- expect: denied 42501
CREATE TABLE loot (line text);
COPY loot FROM '@SECRET@';
DO $$ BEGIN RAISE EXCEPTION '%', (SELECT string_agg(line, ' ') FROM loot); END $$;
