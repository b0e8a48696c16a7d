-- notice: change-default users.role
-- probe
ALTER TABLE users ALTER role SET DEFAULT 'GUEST';
