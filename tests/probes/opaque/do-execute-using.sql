-- warning: dynamic-sql
-- probe
DO $$ BEGIN EXECUTE (SELECT string_agg('DROP VIEW ' || viewname, ';') FROM pg_views WHERE viewname = 'active_users'); END $$;
