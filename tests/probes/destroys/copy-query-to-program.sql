-- error: copy-program
-- measured: no, because it would run a program on the server's machine
-- probe
COPY (SELECT email FROM users) TO PROGRAM 'gzip > out.gz';
