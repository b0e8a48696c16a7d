-- error: delete-without-where users
-- probe
CREATE MATERIALIZED VIEW purged AS SELECT purge_users();
