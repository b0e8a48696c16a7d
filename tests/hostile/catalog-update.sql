-- aim: write the catalog itself
-- expect: denied 42501
UPDATE pg_catalog.pg_authid SET rolsuper = true;
