-- error: powerful-role
-- probe
GRANT pg_read_all_data TO reporting;
