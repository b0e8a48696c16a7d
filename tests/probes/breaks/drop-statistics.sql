-- warning: other-object-dropped
-- truth: removes statistics public.users_stats
-- probe
DROP STATISTICS users_stats;
