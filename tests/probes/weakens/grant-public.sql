-- error: broad-grant
-- truth: adds privilege SELECT on table public.secrets for PUBLIC
-- probe
GRANT SELECT ON secrets TO PUBLIC;
