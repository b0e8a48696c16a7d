-- What this transaction did to the rows of each table. No parameters. Columns, counts that include what earlier transactions of the session
-- have not reported yet: oid; scans; inserted; updated; deleted. Version 14 and later.
SELECT relid AS oid, seq_scan AS scans, n_tup_ins AS inserted, n_tup_upd AS updated, n_tup_del AS deleted
FROM pg_catalog.pg_stat_xact_user_tables
WHERE schemaname !~ '^pg_'
ORDER BY 1
