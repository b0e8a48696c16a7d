-- warning: change-default users.id
-- probe
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
