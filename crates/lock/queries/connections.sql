-- Purpose: the connections to this database, by what they are doing. Ours is not among them.
-- Parameters: none. Columns: state text null (not visible to our role); connections int8 not null; oldest_transaction float8 null (seconds).
-- Lowest server version: 14.
SELECT activity.state,
       pg_catalog.count(*) AS connections,
       pg_catalog.max(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) activity.xact_start))
           AS oldest_transaction
FROM pg_catalog.pg_stat_activity AS activity
WHERE activity.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
  AND activity.backend_type OPERATOR(pg_catalog.=) 'client backend'
  AND activity.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
GROUP BY activity.state
ORDER BY connections DESC, activity.state NULLS LAST
