-- warning: broad-grant
-- truth: adds privilege DELETE on table public.secrets for authenticated
-- truth: adds privilege INSERT on table public.secrets for authenticated
-- truth: adds privilege REFERENCES on table public.secrets for authenticated
-- truth: adds privilege SELECT on table public.secrets for authenticated
-- truth: adds privilege TRIGGER on table public.secrets for authenticated
-- truth: adds privilege TRUNCATE on table public.secrets for authenticated
-- truth: adds privilege UPDATE on table public.secrets for authenticated
-- probe
GRANT ALL ON secrets TO authenticated;
