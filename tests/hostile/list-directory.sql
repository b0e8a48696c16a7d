-- aim: look around on the runner
-- expect: denied 42501
SELECT pg_ls_dir('/');
