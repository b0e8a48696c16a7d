-- error: powerful-role
-- truth: adds membership reporting in pg_read_all_data
-- probe
GRANT pg_read_all_data TO reporting;
