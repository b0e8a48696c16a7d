-- warning: create-rule
-- probe
CREATE RULE no_insert AS ON INSERT TO secrets DO INSTEAD NOTHING;
