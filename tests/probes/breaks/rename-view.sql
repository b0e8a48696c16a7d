-- warning: rename-object active_users
-- truth: changes view public.active_users: name active_users to current_users
-- probe
ALTER VIEW active_users RENAME TO current_users;
