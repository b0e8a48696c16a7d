-- Purpose: who is in the way of a session that waits for a lock. No row while it does not wait.
-- Parameters: $1 int4, the session's process.
-- Columns: pid int4 not null; application text null; user text null; state text null (null: our role may not see it);
--          seconds float8 null (age of its transaction, by the server's clock); query text null (its beginning).
-- Lowest server version: 14.
SELECT blocker.pid,
       activity.application_name AS application,
       activity.usename::pg_catalog.text AS user,
       activity.state,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) activity.xact_start) AS seconds,
       pg_catalog.left(activity.query, 200) AS query
FROM pg_catalog.pg_stat_activity AS waiter
CROSS JOIN LATERAL (SELECT DISTINCT blocking.pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiter.pid)) AS blocking (pid)) AS blocker
LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid OPERATOR(pg_catalog.=) blocker.pid
WHERE waiter.pid OPERATOR(pg_catalog.=) $1 AND waiter.wait_event_type OPERATOR(pg_catalog.=) 'Lock'
ORDER BY activity.xact_start NULLS LAST, blocker.pid
