-- Who answers, and as whom.
-- version: server_version_num, not null. in_recovery: a standby, or a server that is being restored. database, role, login,
-- is_superuser: not null. has_contract: the marker of Prisma 8 is there. clock: seconds since 1970, not null.
-- Since version 14.
SELECT
    pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version,
    pg_catalog.pg_is_in_recovery() AS in_recovery,
    pg_catalog.current_database()::pg_catalog.text AS database,
    CURRENT_USER::pg_catalog.text AS role,
    SESSION_USER::pg_catalog.text AS login,
    COALESCE((SELECT role.rolsuper FROM pg_catalog.pg_roles AS role WHERE role.rolname OPERATOR(pg_catalog.=) CURRENT_USER), false) AS is_superuser,
    EXISTS (
        SELECT FROM pg_catalog.pg_class AS relation
          JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid OPERATOR(pg_catalog.=) relation.relnamespace
         WHERE namespace.nspname OPERATOR(pg_catalog.=) 'prisma_contract' AND relation.relname OPERATOR(pg_catalog.=) 'marker'
    ) AS has_contract,
    pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())::pg_catalog.int8 AS clock
