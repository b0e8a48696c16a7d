-- warning: change-owner
-- probe
ALTER TYPE mood OWNER TO admins;
