-- warning: broad-grant
-- truth: adds privilege CREATE on schema app for PUBLIC
-- truth: adds privilege USAGE on schema app for PUBLIC
-- probe
GRANT ALL ON SCHEMA app TO PUBLIC;
