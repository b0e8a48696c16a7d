-- warning: reassign-owned
-- setup
CREATE TABLE left_behind (id integer);
ALTER TABLE left_behind OWNER TO retired;
-- probe
REASSIGN OWNED BY retired TO app_user;
