-- warning: drop-index orders_user_id_idx
-- probe
DROP INDEX orders_user_id_idx;
