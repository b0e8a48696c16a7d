-- error: concurrently-among-others
-- probe
DROP INDEX CONCURRENTLY users_name_idx;
DROP INDEX CONCURRENTLY orders_user_id_idx;
