-- warning: broad-grant
-- probe
DO $$ BEGIN GRANT SELECT ON secrets TO anon; END $$;
