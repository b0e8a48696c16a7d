-- Purpose: who waits for a heavyweight lock in this database, for whom, and who these are. One row per session and session that it waits for; a
--          session that waits for nobody has one row without.
-- Parameters: none. Columns: pid int4 not null; blocker int4 null (0: a prepared transaction); application text null; user text null; state text null;
--          query text null (its beginning); seconds float8 null (since its transaction began); mode text null (that it waits for);
--          object text null (a relation of this database, or the kind of what it waits for).
-- Lowest server version: 14.
WITH waiting AS (
    SELECT DISTINCT wanted.pid, pg_catalog.unnest(pg_catalog.pg_blocking_pids(wanted.pid)) AS blocker
    FROM pg_catalog.pg_locks AS wanted
    WHERE NOT wanted.granted
), concerned AS (
    SELECT waiting.pid, waiting.blocker FROM waiting
    UNION
    SELECT waiting.blocker, NULL FROM waiting
    WHERE NOT EXISTS (SELECT FROM waiting AS other WHERE other.pid OPERATOR(pg_catalog.=) waiting.blocker)
), wanted AS (
    SELECT DISTINCT ON (lock.pid)
           lock.pid,
           lock.mode,
           CASE WHEN lock.locktype OPERATOR(pg_catalog.=) 'relation' AND relation.oid IS NOT NULL
                THEN pg_catalog.format('%I.%I', namespace.nspname, relation.relname)
                ELSE lock.locktype END AS object
    FROM pg_catalog.pg_locks AS lock
    LEFT JOIN pg_catalog.pg_class AS relation
        ON relation.oid OPERATOR(pg_catalog.=) lock.relation
       AND lock.database OPERATOR(pg_catalog.=)
           (SELECT here.oid FROM pg_catalog.pg_database AS here WHERE here.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
    LEFT JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid OPERATOR(pg_catalog.=) relation.relnamespace
    WHERE NOT lock.granted
    ORDER BY lock.pid, lock.mode
)
SELECT concerned.pid,
       concerned.blocker,
       activity.application_name AS application,
       activity.usename::pg_catalog.text AS user,
       activity.state,
       pg_catalog.left(activity.query, 200) AS query,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) activity.xact_start) AS seconds,
       wanted.mode,
       wanted.object
FROM concerned
LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid OPERATOR(pg_catalog.=) concerned.pid
LEFT JOIN wanted ON wanted.pid OPERATOR(pg_catalog.=) concerned.pid
WHERE activity.datname IS NULL OR activity.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
ORDER BY concerned.pid, concerned.blocker
