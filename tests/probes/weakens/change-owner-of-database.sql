-- warning: change-owner
-- runs: alone
-- setup
CREATE DATABASE given_away;
-- probe
ALTER DATABASE given_away OWNER TO app_user;
