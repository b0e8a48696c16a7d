-- warning: change-owner
-- probe
ALTER SCHEMA app OWNER TO app_user;
