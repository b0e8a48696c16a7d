-- aim: learn whether a file exists
-- expect: denied 42501
SELECT pg_stat_file('@SECRET@');
