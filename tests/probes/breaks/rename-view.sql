-- warning: rename-object active_users
-- probe
ALTER VIEW active_users RENAME TO current_users;
