-- error: delete-without-where secrets
-- measured: no, because copying to standard output needs another protocol
-- probe
COPY (DELETE FROM secrets RETURNING id) TO STDOUT;
