-- Purpose: where the history table is, and whether the schema where it would be made holds tables already.
-- Parameters: $1 text null, the schema that the connection string names. Expects Prisma's search path (search_path.sql).
-- Columns: database, role, search_path text not null; schema text null (null: no schema of the search path exists);
--          schema_exists, is_there, is_table, hides_rows boolean not null; others text[] not null, other schemas with such a
--          table; tables text[] not null, the first ten of the ordinary tables of the schema; count bigint not null, of all.
--          Ordinary tables only and without these names: so Prisma decides that a database is empty (P3005).
-- Lowest server version: 14.
WITH histories AS (
    SELECT namespace.nspname, relation.oid, relation.relkind, pg_catalog.array_position(pg_catalog.current_schemas(false), namespace.nspname) AS rank
    FROM pg_catalog.pg_class AS relation JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    WHERE relation.relname = '_prisma_migrations' AND relation.relpersistence <> 't'
), decided AS (
    SELECT COALESCE($1, (SELECT nspname::pg_catalog.text FROM histories WHERE rank IS NOT NULL ORDER BY rank LIMIT 1),
                    pg_catalog.current_schema()::pg_catalog.text) AS schema
), tables AS (
    SELECT relation.relname::pg_catalog.text AS name
    FROM decided JOIN pg_catalog.pg_namespace AS namespace ON namespace.nspname = decided.schema
    JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
    WHERE relation.relkind = 'r' AND pg_catalog.lower(relation.relname) NOT IN ('_prisma_migrations', 'spatial_ref_sys',
        'geometry_columns', 'geography_columns', 'raster_columns', 'raster_overviews', 'pg_buffercache')
)
SELECT pg_catalog.current_database()::pg_catalog.text AS database,
       current_user::pg_catalog.text AS role,
       pg_catalog.current_setting('search_path') AS search_path,
       decided.schema,
       EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = decided.schema) AS schema_exists,
       here.oid IS NOT NULL AS is_there,
       COALESCE(here.relkind = 'r', false) AS is_table,
       COALESCE(pg_catalog.row_security_active(here.oid), false) AS hides_rows,
       ARRAY(SELECT nspname::pg_catalog.text FROM histories WHERE nspname IS DISTINCT FROM decided.schema AND relkind = 'r' ORDER BY nspname) AS others,
       ARRAY(SELECT name FROM tables ORDER BY name LIMIT 10) AS tables,
       (SELECT pg_catalog.count(*) FROM tables) AS count
FROM decided LEFT JOIN histories AS here ON here.nspname = decided.schema
