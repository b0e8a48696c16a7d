-- warning: create-rule
-- truth: adds rule public.secrets.no_insert
-- probe
CREATE RULE no_insert AS ON INSERT TO secrets DO INSTEAD NOTHING;
