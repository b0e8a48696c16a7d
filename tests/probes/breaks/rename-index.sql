-- notice: rename-object users_name_idx
-- probe
ALTER INDEX users_name_idx RENAME TO users_by_name;
