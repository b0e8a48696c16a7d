refresh materialized view concurrently public.team_stats;
