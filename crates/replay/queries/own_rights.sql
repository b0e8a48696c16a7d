-- Purpose: what the role of this connection may do, and a name for a database of ours that says when it was made.
-- Columns: version int not null; superuser, may_create_role, may_create_database bool not null; name text not null.
-- Lowest server version: 14.
SELECT current_setting('server_version_num')::int AS version,
       r.rolsuper AS superuser,
       r.rolsuper OR r.rolcreaterole AS may_create_role,
       r.rolsuper OR r.rolcreatedb AS may_create_database,
       format('migration_gate_%s_%s', extract(epoch FROM clock_timestamp())::bigint, substr(gen_random_uuid()::text, 1, 8)) AS name
  FROM pg_catalog.pg_roles r
 WHERE r.rolname = current_user
