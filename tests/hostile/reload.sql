-- aim: make the server read its configuration
-- expect: denied 42501
SELECT pg_reload_conf();
