-- notice: security-label
-- measured: no, because no label provider is loaded
-- probe
SECURITY LABEL FOR selinux ON TABLE users IS 'system_u:object_r:sepgsql_table_t:s0';
