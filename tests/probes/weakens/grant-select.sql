-- notice: other-grant
-- probe
GRANT SELECT ON users TO reporting;
