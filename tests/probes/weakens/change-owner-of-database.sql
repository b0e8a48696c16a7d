-- warning: change-owner
-- runs: alone
-- truth: changes database given_away: owner migration_gate to app_user
-- setup
CREATE DATABASE given_away;
-- probe
ALTER DATABASE given_away OWNER TO app_user;
