-- notice: other-grant
-- truth: adds privilege DELETE on table audit.entries for app_user
-- truth: adds privilege DELETE on table audit.entries for reporting
-- truth: adds privilege INSERT on table audit.entries for app_user
-- truth: adds privilege INSERT on table audit.entries for reporting
-- probe
GRANT INSERT, DELETE ON TABLE audit.entries TO GROUP reporting, app_user;
