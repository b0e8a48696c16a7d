-- notice: other-grant | broad-grant
-- setup
REVOKE USAGE ON TYPE mood FROM PUBLIC;
-- probe
GRANT USAGE ON TYPE mood TO reporting;
