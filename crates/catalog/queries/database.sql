-- Which database of which cluster this is.
-- Parameters: none. Lowest server version: 14. Not null: database.
SELECT c.system_identifier::text || '.' || d.oid::text AS database
FROM pg_catalog.pg_control_system() c
CROSS JOIN pg_catalog.pg_database d
WHERE d.datname = pg_catalog.current_database()
ORDER BY d.oid
