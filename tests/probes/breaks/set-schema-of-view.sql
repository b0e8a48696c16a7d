-- warning: set-schema active_users
-- truth: changes view public.active_users: schema public to app
-- probe
ALTER VIEW active_users SET SCHEMA app;
