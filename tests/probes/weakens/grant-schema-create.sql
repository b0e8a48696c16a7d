-- warning: broad-grant
-- probe
GRANT CREATE ON SCHEMA app TO reporting;
