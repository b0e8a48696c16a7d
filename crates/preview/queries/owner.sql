-- Purpose: the role as which migrations run: the owner of the history table, else of its schema, else the role that asks.
-- Parameters: $1 text, the schema; $2 text, the table. Columns: owner text not null. Lowest server version: 14.
SELECT COALESCE(
    (SELECT pg_catalog.pg_get_userbyid(relation.relowner)::pg_catalog.text FROM pg_catalog.pg_class AS relation
     JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
     WHERE namespace.nspname = $1 AND relation.relname = $2),
    (SELECT pg_catalog.pg_get_userbyid(namespace.nspowner)::pg_catalog.text FROM pg_catalog.pg_namespace AS namespace
     WHERE namespace.nspname = $1 AND namespace.nspname <> 'public'),
    current_user::pg_catalog.text) AS owner
