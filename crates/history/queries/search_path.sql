-- Purpose: from here to the end of the transaction, the search path that a session of Prisma would have. Our own sessions may
--          start with another, which then hides that of postgresql.conf; what is set for role and database still counts.
-- Columns: search_path text not null. Lowest server version: 14.
SELECT pg_catalog.set_config('search_path', CASE WHEN ours.source <> 'client' THEN ours.reset_val ELSE COALESCE((
    SELECT pg_catalog.substr(setting, pg_catalog.length('search_path=') + 1)
    FROM pg_catalog.pg_db_role_setting AS given, pg_catalog.unnest(given.setconfig) AS setting
    WHERE setting LIKE 'search\_path=%'
      AND given.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
      AND given.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
    ORDER BY given.setrole <> 0 DESC, given.setdatabase <> 0 DESC
    LIMIT 1), ours.boot_val) END, true) AS search_path
FROM pg_catalog.pg_settings AS ours
WHERE ours.name = 'search_path'
