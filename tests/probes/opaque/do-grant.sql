-- warning: broad-grant
-- truth: adds privilege SELECT on table public.secrets for anon
-- probe
DO $$ BEGIN GRANT SELECT ON secrets TO anon; END $$;
