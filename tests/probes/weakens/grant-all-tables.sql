-- warning: broad-grant
-- probe
GRANT SELECT ON ALL TABLES IN SCHEMA public, app TO reporting;
