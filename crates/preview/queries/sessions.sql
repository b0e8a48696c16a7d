-- Purpose: who has a transaction open that a deploy may have to wait for: long ones, and those that hold or want a lock on a table that it touches.
-- Parameters: $1 text[] schemas, $2 text[] names of those tables, side by side; $3 text, how many seconds are long.
-- Columns: pid integer; application, role, state text, null where hidden; seconds double precision null, since its transaction began;
--          query text null, the beginning of its statement; locks text[] not null (`schema name mode`, unit separator in between);
--          is_waiting boolean not null. Our own session and other databases' left out. Lowest server version: 14.
WITH touched AS (
    SELECT relation.oid, namespace.nspname, relation.relname
    FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS asked (schema, name)
    JOIN pg_catalog.pg_namespace AS namespace ON namespace.nspname = asked.schema
    JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = asked.name
), held AS (
    SELECT lock.pid, pg_catalog.array_agg(pg_catalog.concat_ws(pg_catalog.chr(31), touched.nspname, touched.relname, lock.mode)
                                          ORDER BY touched.nspname, touched.relname, lock.mode) AS locks
    FROM pg_catalog.pg_locks AS lock JOIN touched ON touched.oid = lock.relation
    WHERE lock.locktype = 'relation' AND lock.granted
      AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    GROUP BY lock.pid
)
SELECT session.pid,
       session.application_name AS application,
       session.usename::pg_catalog.text AS role,
       session.state,
       EXTRACT(epoch FROM pg_catalog.clock_timestamp() - session.xact_start)::pg_catalog.float8 AS seconds,
       pg_catalog.left(session.query, 200) AS query,
       COALESCE(held.locks, '{}') AS locks,
       COALESCE(session.wait_event_type = 'Lock', false) AS is_waiting
FROM pg_catalog.pg_stat_activity AS session LEFT JOIN held ON held.pid = session.pid
WHERE session.datname = pg_catalog.current_database() AND session.pid <> pg_catalog.pg_backend_pid()
  AND (session.backend_type = 'client backend' OR session.backend_type IS NULL)
  AND (held.locks IS NOT NULL OR session.xact_start < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $3::pg_catalog.float8))
ORDER BY session.xact_start NULLS LAST, session.pid
LIMIT 50
