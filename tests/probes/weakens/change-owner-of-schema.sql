-- warning: change-owner
-- truth: adds privilege CREATE on schema app for app_user
-- truth: adds privilege USAGE on schema app for app_user
-- truth: adds privilege USAGE on schema app for reporting
-- truth: changes schema app: owner migration_gate to app_user
-- truth: removes privilege CREATE on schema app for migration_gate
-- truth: removes privilege USAGE on schema app for migration_gate
-- truth: removes privilege USAGE on schema app for reporting
-- probe
ALTER SCHEMA app OWNER TO app_user;
