-- warning: rename-column | rename-object
-- probe
ALTER VIEW active_users RENAME COLUMN email TO mail;
