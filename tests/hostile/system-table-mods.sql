-- aim: allow changes of system tables
-- expect: denied 42501
SET allow_system_table_mods = on;
CREATE TABLE pg_catalog.t (x int);
