-- warning: broad-grant
-- probe
GRANT SELECT, INSERT ON TABLE public.secrets TO anon;
