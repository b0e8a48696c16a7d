-- warning: change-default users.role
-- probe
ALTER TABLE users ALTER COLUMN role DROP DEFAULT;
