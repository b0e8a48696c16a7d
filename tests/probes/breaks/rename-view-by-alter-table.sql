-- warning: rename-object | rename-table
-- truth: changes view public.active_users: name active_users to current_users
-- probe
ALTER TABLE active_users RENAME TO current_users;
