-- warning: broad-grant
-- truth: adds privilege SELECT on column public.secrets.id for PUBLIC
-- truth: adds privilege SELECT on column public.secrets.token for PUBLIC
-- probe
GRANT SELECT (id, token) ON TABLE secrets TO PUBLIC;
