-- warning: rename-object | rename-table
-- probe
ALTER TABLE active_users RENAME TO current_users;
