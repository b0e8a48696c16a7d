-- warning: set-schema active_users
-- probe
ALTER VIEW active_users SET SCHEMA app;
