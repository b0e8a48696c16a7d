-- warning: drop-view active_users
-- probe
DROP VIEW active_users;
