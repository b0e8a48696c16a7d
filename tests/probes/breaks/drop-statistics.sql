-- warning: other-object-dropped
-- probe
DROP STATISTICS users_stats;
