-- warning: broad-grant
-- truth: adds privilege INSERT on table public.secrets for anon
-- truth: adds privilege SELECT on table public.secrets for anon
-- probe
GRANT SELECT, INSERT ON TABLE public.secrets TO anon;
