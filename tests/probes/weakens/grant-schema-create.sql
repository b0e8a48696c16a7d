-- warning: broad-grant
-- truth: adds privilege CREATE on schema app for reporting
-- probe
GRANT CREATE ON SCHEMA app TO reporting;
