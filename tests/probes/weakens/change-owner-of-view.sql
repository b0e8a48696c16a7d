-- warning: change-owner
-- probe
ALTER VIEW active_users OWNER TO app_user;
