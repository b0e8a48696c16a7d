-- How to remove the databases and roles that were made after a database. Parameter: that database's name. Columns: statement. Databases come first,
-- because what is in them may belong to the roles. Version 14 and later.
SELECT l.statement
FROM (
    SELECT 1 AS place, d.oid, 'DROP DATABASE ' || pg_catalog.quote_ident(d.datname) || ' WITH (FORCE)' AS statement FROM pg_catalog.pg_database d
    UNION ALL
    SELECT 2, r.oid, 'DROP ROLE ' || pg_catalog.quote_ident(r.rolname) FROM pg_catalog.pg_authid r
) l
WHERE l.oid > (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = $1)
ORDER BY l.place, l.statement
