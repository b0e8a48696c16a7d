-- aim: connect back to the server as its superuser
-- expect: denied 42501
CREATE EXTENSION postgres_fdw;
CREATE SERVER back FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'template1');
CREATE USER MAPPING FOR CURRENT_USER SERVER back OPTIONS (user 'migration_gate');
