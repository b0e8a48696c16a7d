-- notice: rename-object users_name_idx
-- truth: changes index public.users_name_idx: name users_name_idx to users_by_name
-- probe
ALTER INDEX users_name_idx RENAME TO users_by_name;
