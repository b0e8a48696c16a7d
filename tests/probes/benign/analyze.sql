-- probe
ANALYZE users;
