-- error: copy-program
-- measured: no, because it would write a file of the server's machine
-- probe
COPY users TO '/var/lib/postgresql/users.csv' WITH (FORMAT csv);
