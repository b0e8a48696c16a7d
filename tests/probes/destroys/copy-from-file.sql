-- error: copy-program
-- measured: no, because it would read a file of the server's machine
-- probe
COPY secrets FROM '/etc/passwd';
