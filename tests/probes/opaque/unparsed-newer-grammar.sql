-- error: unparsed-statement
-- measured: no, because a server refuses it
-- probe
REPACK TABLE users;
