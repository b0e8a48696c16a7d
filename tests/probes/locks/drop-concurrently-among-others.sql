-- warning: concurrently-among-others
-- truth: fails 25001
-- probe
DROP INDEX CONCURRENTLY users_name_idx;
DROP INDEX CONCURRENTLY orders_user_id_idx;
