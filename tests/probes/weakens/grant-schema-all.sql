-- warning: broad-grant
-- probe
GRANT ALL ON SCHEMA app TO PUBLIC;
