-- What this transaction has done so far to each relation that it locked or touched.
-- Columns: oid, file node, strongest lock (empty: none that blocks), full scans, rows inserted, updated, deleted, all text.
-- Lowest server version: 14.
WITH held AS (
    SELECT l.relation AS oid, max(pg_catalog.array_position(ARRAY['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode)) AS strength
    FROM pg_catalog.pg_locks l
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
    GROUP BY l.relation
), touched AS (
    SELECT h.oid, h.strength FROM held h
    UNION
    SELECT s.relid, NULL FROM pg_catalog.pg_stat_xact_user_tables s
    WHERE NOT EXISTS (SELECT FROM held h WHERE h.oid = s.relid) AND s.seq_scan + s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
)
SELECT t.oid::text, coalesce(pg_catalog.pg_relation_filenode(t.oid), 0)::text,
       -- Nobody writes to a materialized view but who refreshes it; readers wait for the strongest lock only.
       CASE WHEN c.relkind = 'm' AND t.strength < 4 THEN '0' ELSE coalesce(t.strength, 0)::text END,
       coalesce(s.seq_scan, 0)::text, coalesce(s.n_tup_ins, 0)::text, coalesce(s.n_tup_upd, 0)::text, coalesce(s.n_tup_del, 0)::text
FROM touched t
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.oid
LEFT JOIN pg_catalog.pg_stat_xact_user_tables s ON s.relid = t.oid
WHERE t.oid >= 16384
