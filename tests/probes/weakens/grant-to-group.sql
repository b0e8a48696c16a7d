-- notice: other-grant
-- probe
GRANT INSERT, DELETE ON TABLE audit.entries TO GROUP reporting, app_user;
