-- aim: delete the catalog
-- expect: denied 42501
DELETE FROM pg_catalog.pg_class;
