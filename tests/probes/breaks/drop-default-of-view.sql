-- notice: change-default
-- setup
ALTER VIEW active_users ALTER COLUMN email SET DEFAULT '';
-- probe
ALTER VIEW active_users ALTER COLUMN email DROP DEFAULT;
