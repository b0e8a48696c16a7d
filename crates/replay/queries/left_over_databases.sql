-- Purpose: databases that earlier runs made on this server and could not drop: ours by name, made over an hour ago, and
--          nobody is connected. Columns: name text not null. Lowest server version: 14.
SELECT d.datname::text AS name
  FROM pg_catalog.pg_database d
 WHERE d.datname ~ '^migration_gate_[0-9]{10}_[0-9a-f]{8}$'
   AND split_part(d.datname, '_', 3)::bigint < extract(epoch FROM clock_timestamp()) - 3600
   AND pg_catalog.pg_has_role(current_user, d.datdba, 'MEMBER')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
 ORDER BY 1
