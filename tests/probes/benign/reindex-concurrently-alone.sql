-- runs: alone
-- probe
REINDEX INDEX CONCURRENTLY users_name_idx;
