-- error: unparsed-statement
-- measured: no, because a server refuses it
-- probe
DORP TABLE users;
