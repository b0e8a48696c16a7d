-- Sequences and how many of their numbers are used, those behind serial and identity columns included.
-- Parameters: $1 percent (int4). Rows: the sequences that have used at least that share, and those that the role may not look into.
-- Lowest server version: 14. Not null: schema, name, is_readable, total.
-- `ends_at` is the last number that fits into the sequence and into each column that takes its numbers: owned by it or by default;
-- `column_name` is the column that is narrower than the sequence. `total` counts all sequences. Left out: temporary ones, and those
-- that begin again (CYCLE).
WITH sequences AS (
    SELECT n.nspname::text AS schema,
           c.relname::text AS name,
           s.seqincrement > 0 AS ascends,
           s.seqmin::numeric AS first_low,
           s.seqmax::numeric AS last_high,
           takers.column_name,
           takers.widest::numeric AS widest,
           readable.is_readable,
           CASE WHEN readable.is_readable THEN pg_catalog.pg_sequence_last_value(c.oid)::numeric END AS last_value
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT pg_catalog.has_sequence_privilege(c.oid, 'SELECT, USAGE') AS is_readable) readable
    LEFT JOIN LATERAL (
        SELECT pg_catalog.format('%I.%I', t.relname, a.attname) AS column_name,
               CASE pg_catalog.format_type(a.atttypid, NULL) WHEN 'smallint' THEN 32767 ELSE 2147483647 END AS widest
        FROM (SELECT d.refobjid AS relation, d.refobjsubid AS position
              FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
              UNION
              SELECT v.adrelid, v.adnum
              FROM pg_catalog.pg_depend d
              JOIN pg_catalog.pg_attrdef v ON v.oid = d.objid
              WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid) u
        JOIN pg_catalog.pg_class t ON t.oid = u.relation
        JOIN pg_catalog.pg_attribute a ON a.attrelid = u.relation AND a.attnum = u.position
        WHERE pg_catalog.format_type(a.atttypid, NULL) IN ('smallint', 'integer')
        ORDER BY 2, 1 LIMIT 1) takers ON true
    WHERE NOT s.seqcycle AND c.relpersistence <> 't'
), limited AS (
    SELECT *,
           widest < last_high AND ascends OR -widest - 1 > first_low AND NOT ascends AS is_narrow,
           CASE WHEN ascends THEN LEAST(last_high, widest) ELSE GREATEST(first_low, -widest - 1) END AS ends_at
    FROM sequences
), used AS (
    SELECT *,
           CASE WHEN last_value IS NULL THEN 0
                WHEN ascends THEN CASE WHEN ends_at <= first_low OR last_value >= ends_at THEN 100
                                       ELSE 100 * (last_value - first_low) / (ends_at - first_low) END
                ELSE CASE WHEN ends_at >= last_high OR last_value <= ends_at THEN 100
                          ELSE 100 * (last_high - last_value) / (last_high - ends_at) END END AS percent
    FROM limited
)
SELECT schema,
       name,
       is_readable,
       pg_catalog.floor(percent)::int4 AS percent,
       last_value::text AS last_value,
       ends_at::text AS ends_at,
       CASE WHEN is_narrow THEN column_name END AS column_name,
       (SELECT pg_catalog.count(*) FROM sequences) AS total
FROM used
WHERE percent >= $1 OR NOT is_readable
ORDER BY percent DESC, schema, name
