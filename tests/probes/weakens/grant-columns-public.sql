-- warning: broad-grant
-- probe
GRANT SELECT (id, token) ON TABLE secrets TO PUBLIC;
