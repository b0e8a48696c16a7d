-- warning: change-owner
-- probe
ALTER FUNCTION purge_users() OWNER TO admins;
