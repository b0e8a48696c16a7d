-- error: broad-grant
-- probe
GRANT SELECT ON secrets TO PUBLIC;
