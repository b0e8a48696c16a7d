-- Purpose: who holds these advisory locks of one bigint key in this database. No role needs a privilege for it; what a role may
--          not see of others is null.
-- Parameters: $1 bigint[], the keys.
-- Columns: pid int4 not null; key int8 not null; application text null; user text null; client text null (address, or `local`);
--          backend_start text null (exact, to recognise the backend); since text null (UTC, seconds); seconds float8 null (since when it is
--          connected, by the server's clock); state text null; query text null (its beginning).
-- Lowest server version: 14.
SELECT lock.pid,
       lock.key,
       activity.application_name AS application,
       activity.usename::pg_catalog.text AS user,
       CASE WHEN activity.client_addr IS NOT NULL THEN pg_catalog.host(activity.client_addr)
            WHEN activity.client_port IS NOT NULL THEN 'local' END AS client,
       activity.backend_start::pg_catalog.text AS backend_start,
       pg_catalog.to_char(pg_catalog.timezone('UTC', activity.backend_start), 'YYYY-MM-DD HH24:MI:SS "UTC"') AS since,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) activity.backend_start) AS seconds,
       activity.state,
       pg_catalog.left(activity.query, 200) AS query
FROM (
    SELECT held.pid,
           (held.classid::pg_catalog.int8 OPERATOR(pg_catalog.<<) 32) OPERATOR(pg_catalog.|) held.objid::pg_catalog.int8 AS key
    FROM pg_catalog.pg_locks AS held
    WHERE held.locktype OPERATOR(pg_catalog.=) 'advisory' AND held.granted AND held.objsubid OPERATOR(pg_catalog.=) 1
      AND held.database OPERATOR(pg_catalog.=)
          (SELECT here.oid FROM pg_catalog.pg_database AS here WHERE here.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
) AS lock
LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid OPERATOR(pg_catalog.=) lock.pid
WHERE lock.key OPERATOR(pg_catalog.=) ANY ($1)
ORDER BY lock.pid, lock.key
