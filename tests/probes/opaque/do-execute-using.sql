-- warning: dynamic-sql
-- truth: removes view public.active_users
-- probe
DO $$ BEGIN EXECUTE (SELECT string_agg('DROP VIEW ' || viewname, ';') FROM pg_views WHERE viewname = 'active_users'); END $$;
