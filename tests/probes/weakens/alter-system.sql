-- warning: server-setting
-- measured: no, because it changes the whole server
-- probe
ALTER SYSTEM SET work_mem = '1GB';
