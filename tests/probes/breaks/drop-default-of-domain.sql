-- notice: change-default
-- probe
ALTER DOMAIN quantity DROP DEFAULT;
