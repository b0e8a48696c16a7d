-- error: unparsed-statement
-- measured: no, because a server refuses it
-- probe
\connect other
DROP TABLE users;
