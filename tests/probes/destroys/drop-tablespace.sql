-- error: drop-database | other-object-dropped
-- measured: no, because a tablespace needs a directory of the server's machine
-- probe
DROP TABLESPACE fast;
