-- warning: change-owner
-- probe
ALTER TABLE notes OWNER TO app_user;
