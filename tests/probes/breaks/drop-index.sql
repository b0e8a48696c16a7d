-- warning: drop-index users_name_idx
-- truth: removes index public.users_name_idx
-- probe
DROP INDEX users_name_idx;
